/** Times as Tencent Cloud prints them. */

/** `2020-04-28T03:46:09Z`: Lighthouse and TAT. */
export function utcTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** `2020-04-28 11:46:09`: CloudBase and SCF print the time of Beijing and do not say so. */
export function beijingTime(milliseconds: number): string {
  return new Date(milliseconds + EIGHT_HOURS).toISOString().slice(0, 19).replace("T", " ");
}

const EIGHT_HOURS = 8 * 60 * 60 * 1000;

/** The same day and time some months later, as prepaid resources run. */
export function monthsLater(milliseconds: number, months: number): number {
  const end = new Date(milliseconds);
  end.setUTCMonth(end.getUTCMonth() + months);
  return end.getTime();
}
