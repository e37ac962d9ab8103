/** How the product runs: `live` refuses demo accounts, weak secrets and plain cookies; anything else is a trial. */
export function liveMode(): boolean {
  return process.env.FANGSHI_MODE === 'live'
}
