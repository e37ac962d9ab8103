'use client'
import type { Card } from '@/lib/scoring/rules/card'
import { GradeTables } from './grade-tables'

/** The grades of a card to read. */
export function CardGrades({ card }: { card: Card }) {
  return <GradeTables card={card} readOnly onChange={() => undefined} />
}
