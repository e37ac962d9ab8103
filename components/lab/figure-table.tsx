import type { ReactNode } from 'react'
import { ScrollFrame } from '@/components/ui/scroll-frame'

const cell = 'px-2 py-1 text-right tabular-nums'
const head = 'px-2 py-1 text-right font-medium text-ink-2'

export type FigureRow = { key: string; name: ReactNode; figures: readonly ReactNode[] }

/** A small table of figures: what a line is about at its head, its figures to the right of it. */
export function FigureTable({
  label,
  first,
  heads,
  rows,
  className = 'w-full text-sm',
}: {
  label: string
  first: string
  heads: readonly string[]
  rows: readonly FigureRow[]
  className?: string
}) {
  return (
    <ScrollFrame label={label}>
      <table className={className}>
        <thead>
          <tr className="border-b border-line-2">
            <th scope="col" className="px-2 py-1 text-left font-medium text-ink-2">
              {first}
            </th>
            {heads.map((h) => (
              <th key={h} scope="col" className={head}>
                {h}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className="border-b border-line">
              <th scope="row" className="px-2 py-1 text-left font-normal">
                {row.name}
              </th>
              {heads.map((h, i) => (
                <td key={h} className={cell}>
                  {row.figures[i]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  )
}
