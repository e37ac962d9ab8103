'use client'
import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { ItemState } from '../batches/batch-state'
import { Badge } from '../ui/badge'
import { Checkbox } from '../ui/choice'
import { cn } from '../ui/cn'
import { type DeskItem, type DeskRights, SLOT_TONE } from './desk-types'
import { ItemPanel } from './item-panel'
import { SlotMark } from './slot-mark'

type RowProps = {
  item: DeskItem
  index: number
  slots: readonly string[]
  today: string
  editable: boolean
  selectable: boolean
  consents: DeskRights['consents']
  selected: boolean
  open: boolean
  active: boolean
  onToggle: (id: string) => void
  onClose: (id: string) => void
  onSelect: (id: string, on: boolean) => void
}

/** One merchant of the matrix; opened, its panel stands under it, as wide as the frame and not as the table. */
export const DeskRow = memo(function DeskRow(props: RowProps) {
  const { item, index, slots, today, editable, selectable, selected, open, active } = props
  const t = useTranslations('intake.desk')
  const words = useTranslations('intake.slots')
  const errors = item.issues.filter((i) => i.level === 'error')
  const warnings = item.issues.length - errors.length
  const first = errors[0] ?? item.issues[0]
  const other = item.documents.filter((d) => d.slot && !slots.includes(d.slot)).length
  const name = item.name ?? t('wholeList', { row: item.row })
  const cell = cn('border-b border-line px-2 py-1', open && 'border-b-0', item.gone && 'text-ink-3')
  const ground = selected ? 'bg-select' : active || open ? 'bg-hover' : 'bg-surface'
  return (
    <>
      <tr
        id={`row-${item.id}`}
        tabIndex={-1}
        data-row={index}
        className={cn('scroll-mt-14 cursor-pointer sm:scroll-mt-9', ground)}
        onClick={(e) => {
          if (!(e.target as Element).closest('a,button,input,label,[role="checkbox"]')) props.onToggle(item.id)
        }}
      >
        <th
          scope="row"
          className={cn(cell, ground, 'sticky left-0 z-5 border-r text-left font-normal max-sm:max-w-42')}
        >
          <span className="flex items-center gap-2">
            {editable && (
              <Checkbox
                aria-label={t('select', { name })}
                disabled={!selectable}
                checked={selected}
                onChange={(on) => props.onSelect(item.id, on)}
              />
            )}
            <button
              type="button"
              aria-expanded={open}
              aria-controls={open ? `panel-${item.id}` : undefined}
              onClick={() => props.onToggle(item.id)}
              className="flex min-h-6 min-w-0 items-center gap-1.5 text-left coarse:min-h-11"
            >
              <ChevronRight
                aria-hidden
                className={cn('size-4 shrink-0 text-ink-3 transition-transform', open && 'rotate-90')}
              />
              <span className="min-w-0">
                <span className="block truncate font-medium sm:max-w-64">
                  <span className="mr-1.5 text-ink-2 tabular-nums">{item.row}</span>
                  {name}
                </span>
                <span className="block truncate text-xs text-ink-2">
                  {[item.stallNo, item.ownerName].filter(Boolean).join(' · ')}
                </span>
                <span className="block sm:hidden">
                  <ItemState state={item.state} />
                </span>
              </span>
            </button>
          </span>
        </th>
        <td className={cn(cell, 'whitespace-nowrap max-sm:hidden')}>
          <ItemState state={item.state} />
        </td>
        <td className={cn(cell, 'sm:min-w-32')}>
          {item.issues.length > 0 && (
            <span className="flex items-center gap-1.5">
              <span className="sr-only">{t('issueCount', { errors: errors.length, warnings })}</span>
              {errors.length > 0 && (
                <Badge tone="danger">
                  <span aria-hidden>{errors.length}</span>
                </Badge>
              )}
              {warnings > 0 && (
                <Badge tone="warn">
                  <span aria-hidden>{warnings}</span>
                </Badge>
              )}
              <span className="line-clamp-1 min-w-0 text-ink-2 max-md:hidden">{first?.title}</span>
            </span>
          )}
        </td>
        {slots.map((slot) => {
          const standing = item.slots[slot] ?? 'MISSING'
          return (
            <td key={slot} className={cn(cell, 'text-center max-sm:px-1')}>
              <SlotMark standing={standing} tone={SLOT_TONE[standing]} slot={words(slot as 'BUNDLE')} />
            </td>
          )
        })}
        <td className={cn(cell, 'text-center text-ink-2 tabular-nums')}>
          {other > 0 && (
            <>
              <span aria-hidden>{other}</span>
              <span className="sr-only">{t('otherCount', { count: other })}</span>
            </>
          )}
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={slots.length + 4} className="p-0">
            <div id={`panel-${item.id}`} className="sticky left-0 w-[100cqw]">
              <ItemPanel
                item={item}
                slots={slots}
                today={today}
                editable={editable}
                consents={props.consents}
                onClose={() => props.onClose(item.id)}
              />
            </div>
          </td>
        </tr>
      )}
    </>
  )
})
