'use client'
import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import { cn } from './cn'

/** A small panel at its trigger, for choosing or reading; not for acts that matter (Dialog). */
export function Popover({
  trigger,
  open,
  onOpenChange,
  title,
  label,
  align = 'start',
  side = 'bottom',
  className,
  children,
}: {
  trigger: ReactElement
  open?: boolean
  onOpenChange?: (open: boolean) => void
  /** shown as a heading, and names the panel */
  title?: ReactNode
  /** names a panel without a title */
  label?: string
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom' | 'left' | 'right'
  className?: string
  children: ReactNode
}) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange && ((next) => onOpenChange(next))}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={4} collisionPadding={8} className="z-50">
          <Base.Popup
            aria-label={label}
            className={cn(
              'float max-h-(--available-height) max-w-[calc(100vw-1rem)] overflow-y-auto p-3 outline-none',
              className,
            )}
          >
            {title && <Base.Title className="mb-2 font-semibold">{title}</Base.Title>}
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
