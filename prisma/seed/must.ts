import type { Result } from '@/lib/platform/errors'

/** The demo only does what the rules allow: a refusal here is a defect, and says what it was. */
export function must<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new Error(
    `the demo was refused: ${result.error.code} ${JSON.stringify({ ...result.error.params, fields: result.error.fields })}`,
  )
}
