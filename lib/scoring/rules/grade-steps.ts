/** Steps between grades: what an override may change (§3.0-7) and what an annual review tolerates (§8.7, test 1). */
import type { Card } from './card'

/** How many steps `now` is below `before`; negative when it is better. Null for a grade that the card does not have. */
export function gradesFallen(card: Card, before: string, now: string): number | null {
  const from = card.grades.findIndex((g) => g.grade === before)
  const to = card.grades.findIndex((g) => g.grade === now)
  return from < 0 || to < 0 ? null : to - from
}
