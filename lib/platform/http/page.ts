/** Refusals of a query as what a page can show: not found, or no permission. Everything else is an error. */
import { notFound, redirect } from 'next/navigation'
import { codeBase, Refusal } from '../errors'

/** An address that names nothing: no such object, or no id, day or cursor at all. */
const NOT_THERE = ['E_NOT_FOUND', 'E_ID', 'E_DATE', 'E_CURSOR']

/** `const user = await orNotFound(userDetail(actor, { userId: id }))`; without permission the page of that name. */
export async function orNotFound<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const code = codeBase(error.error.code)
    if (code === 'E_FORBIDDEN') redirect('/forbidden')
    if (error.error.status === 400 || NOT_THERE.includes(code)) notFound()
    throw error
  }
}
