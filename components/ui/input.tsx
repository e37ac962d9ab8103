import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'

export type InputProps = ComponentProps<'input'> & {
  /** inside the frame, before and after the text: a unit, an icon */
  before?: ReactNode
  after?: ReactNode
}

/** One line of text. */
export function Input({ className, before, after, type = 'text', ...props }: InputProps) {
  if (!before && !after) return <input type={type} {...props} className={cn('control w-full min-w-0', className)} />
  return (
    <span className={cn('control flex w-full min-w-0 items-center gap-2', className)}>
      {before && <span className="shrink-0 text-sm text-ink-2 [&_svg]:size-4">{before}</span>}
      <input type={type} {...props} className="h-full w-full min-w-0 bg-transparent outline-none" />
      {after && <span className="shrink-0 text-sm text-ink-2 [&_svg]:size-4">{after}</span>}
    </span>
  )
}

/** Several lines; grows with its text where the browser can. `count` shows how much of maxLength is used. */
export function Textarea({
  className,
  count = false,
  rows = 3,
  ...props
}: ComponentProps<'textarea'> & { count?: boolean }) {
  const used = typeof props.value === 'string' ? props.value.length : 0
  const field = (
    <textarea
      rows={rows}
      {...props}
      className={cn('control field-sizing-content h-auto! min-h-16 w-full py-1.5 leading-relaxed', className)}
    />
  )
  if (!count || !props.maxLength) return field
  return (
    <span className="block">
      {field}
      <span aria-hidden className="block text-right text-xs text-ink-3">
        {used} / {props.maxLength}
      </span>
    </span>
  )
}
