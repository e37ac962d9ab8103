import type { AppError, Result } from '@/lib/platform/errors'
import type { FieldAct } from './acts'

/** An act that the bank has not answered yet. */
export type KeptRequest = {
  /** also the idempotency key */
  id: string
  /** what it belongs to: 'visit:<id>', 'loan:<id>', 'signing:<id>' */
  slot: string
  act: FieldAct
  input: unknown
  /** a picture that goes first; its number is then put into this field of the input */
  file?: { field: string; kind: string; content: Blob; id?: string }
  madeAt: string
  /** the bank refused it: it waits for its person to decide */
  refused: AppError | null
}

/** Told of every answer, and of every change of what waits. */
export type Listener = (answer: { request: KeptRequest; result: Result<unknown> } | null) => void
