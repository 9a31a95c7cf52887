/** Days as rosters write them: `2026-12-31`. */

/** Whether the text is a day of the calendar; 30 February is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && dayOf(time) === text;
}

/** China has one time and no summer time. */
const BEIJING = 8 * 60 * 60 * 1000;

/** The day in Beijing, whose time the cloud's own dates have. @param now milliseconds since 1970 */
export function beijingDay(now: number): string {
  return dayOf(now + BEIJING);
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
