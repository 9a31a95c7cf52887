/** Temporary credentials that have been given out. */

export interface StsState {
  /** By TmpSecretId. Expired ones are dropped when new ones are made. */
  credentials: Record<string, FederationCredentials>;
}

/** From GetFederationToken: the bearer may do what both its caller and the inline policy may. */
export interface FederationCredentials {
  secretId: string;
  secretKey: string;
  token: string;
  /** The caller that asked for them. */
  callerUin: number;
  /** Session name as sent. */
  name: string;
  /** Inline policy document as JSON text. */
  policy: string;
  expires: number;
}

export function newStsState(): StsState {
  return { credentials: {} };
}
