'use client'
import { Tabs as Base } from '@base-ui/react/tabs'
import { parseAsString, useQueryState } from 'nuqs'
import type { ReactNode } from 'react'
import { cn } from './cn'

export type Tab = {
  key: string
  label: ReactNode
  /** a count beside the label */
  count?: number
  content: ReactNode
}

/**
 * Parts of one page. With `param` the open tab lives in the address (?tab=…), so that a link and the back button find
 * it again; the contents are all rendered by the caller, so keep heavy ones on pages of their own.
 */
export function Tabs({
  tabs,
  param,
  label,
  className,
}: {
  tabs: Tab[]
  param?: string
  label?: string
  className?: string
}) {
  const first = tabs[0]?.key ?? ''
  const [inUrl, setInUrl] = useQueryState(
    param ?? 'tab',
    parseAsString.withDefault(first).withOptions({ history: 'replace' }),
  )
  const known = tabs.some((t) => t.key === inUrl) ? inUrl : first
  return (
    <Base.Root
      {...(param ? { value: known, onValueChange: (v: string) => void setInUrl(v) } : { defaultValue: first })}
      className={cn('min-w-0', className)}
    >
      <Base.List
        aria-label={label}
        className="no-print relative flex gap-1 overflow-x-auto border-b border-line-2"
        data-scroll
      >
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.key}
            value={tab.key}
            className="group -mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent px-3 font-medium whitespace-nowrap text-ink-2 -outline-offset-2 hover:text-ink data-active:border-accent data-active:text-ink coarse:h-11"
          >
            {tab.label}
            {tab.count !== undefined && (
              <span className="rounded-sm bg-sunken px-1.5 text-xs leading-5 text-ink-2 group-data-active:bg-accent-soft group-data-active:text-accent">
                {tab.count}
              </span>
            )}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.key} value={tab.key} className="pt-4 outline-offset-4">
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  )
}
