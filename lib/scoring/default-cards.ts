/** The cards that every bank starts with, by code. */
import { CSC_DEFAULT } from './cards/csc-default'
import { MSC_DEFAULT } from './cards/msc-default'
import type { Card } from './rules/card'

/** Without a prototype: a code out of an address, like "constructor", finds a card or nothing. */
export const DEFAULT_CARDS: Readonly<Record<string, Card>> = Object.assign(Object.create(null), {
  [MSC_DEFAULT.code]: MSC_DEFAULT,
  [CSC_DEFAULT.code]: CSC_DEFAULT,
})
