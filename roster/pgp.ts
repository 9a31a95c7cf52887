/** Public PGP keys as rosters write them: binary, then base64. */

/** Tag of a public-key packet, which every public key starts with (RFC 9580, 5.5.1.1). A secret key has 5. */
const PUBLIC_KEY = 6;

/** Whether the text starts as a public key does. Whether it can encrypt only a program that knows PGP can tell. */
export function isPublicKey(base64: string): boolean {
  const [header = 0] = Buffer.from(base64, "base64");
  const isNew = (header & 0xc0) === 0xc0;
  const isOld = (header & 0xc0) === 0x80;
  return (isNew && (header & 0x3f) === PUBLIC_KEY) || (isOld && ((header >> 2) & 0x0f) === PUBLIC_KEY);
}
