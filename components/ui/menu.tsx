'use client'
import { Menu as Base } from '@base-ui/react/menu'
import { Check, type LucideIcon } from 'lucide-react'
import Link from 'next/link'
import type { ReactElement, ReactNode } from 'react'
import { cn } from './cn'

export type MenuItem =
  | {
      kind?: 'act'
      key: string
      label: ReactNode
      icon?: LucideIcon
      tone?: 'danger'
      disabled?: boolean
      onSelect: () => void
    }
  | { kind: 'link'; key: string; label: ReactNode; icon?: LucideIcon; href: string }
  | {
      kind: 'check'
      key: string
      label: ReactNode
      checked: boolean
      disabled?: boolean
      onChange: (checked: boolean) => void
    }
  | {
      kind: 'radio'
      key: string
      label?: ReactNode
      value: string
      options: { value: string; label: ReactNode }[]
      onChange: (value: string) => void
    }
  | { kind: 'line'; key: string }
  | { kind: 'title'; key: string; label: ReactNode }

/** A list of acts or choices behind a button. */
export function Menu({
  trigger,
  items,
  align = 'start',
  className,
}: {
  trigger: ReactElement
  items: MenuItem[]
  align?: 'start' | 'end'
  className?: string
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} collisionPadding={8} className="z-50">
          <Base.Popup
            className={cn('float max-h-(--available-height) min-w-44 overflow-y-auto p-1 outline-none', className)}
          >
            {items.map((item) => (
              <Item key={item.key} item={item} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function Item({ item }: { item: MenuItem }) {
  switch (item.kind) {
    case 'line':
      return <Base.Separator className="my-1 h-px bg-line" />
    case 'title':
      return <div className="px-2.5 pt-1.5 pb-1 text-xs text-ink-2">{item.label}</div>
    case 'link':
      return (
        <Base.LinkItem className="menu-item" closeOnClick render={<Link href={item.href} />}>
          {item.icon && <item.icon aria-hidden className="size-4 text-ink-2" />}
          {item.label}
        </Base.LinkItem>
      )
    case 'check':
      return (
        <Base.CheckboxItem
          className="menu-item"
          checked={item.checked}
          disabled={item.disabled}
          closeOnClick={false}
          onCheckedChange={item.onChange}
        >
          <Tick />
          {item.label}
        </Base.CheckboxItem>
      )
    case 'radio':
      return (
        <Base.RadioGroup value={item.value} onValueChange={(v) => item.onChange(v as string)}>
          {item.label && (
            <Base.GroupLabel className="px-2.5 pt-1.5 pb-1 text-xs text-ink-2">{item.label}</Base.GroupLabel>
          )}
          {item.options.map((o) => (
            <Base.RadioItem key={o.value} value={o.value} className="menu-item" closeOnClick>
              <span className="size-4 shrink-0">
                <Base.RadioItemIndicator>
                  <Check aria-hidden className="size-4 text-accent" />
                </Base.RadioItemIndicator>
              </span>
              {o.label}
            </Base.RadioItem>
          ))}
        </Base.RadioGroup>
      )
    default:
      return (
        <Base.Item
          className={cn('menu-item', item.tone === 'danger' && 'text-danger')}
          disabled={item.disabled}
          onClick={item.onSelect}
        >
          {item.icon && <item.icon aria-hidden className="size-4 opacity-80" />}
          {item.label}
        </Base.Item>
      )
  }
}

function Tick() {
  return (
    <span className="size-4 shrink-0">
      <Base.CheckboxItemIndicator>
        <Check aria-hidden className="size-4 text-accent" />
      </Base.CheckboxItemIndicator>
    </span>
  )
}
