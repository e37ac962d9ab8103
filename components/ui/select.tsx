import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import type { Option } from './choice'
import { cn } from './cn'

type SelectProps = Omit<ComponentProps<'select'>, 'onChange' | 'value' | 'children'> & {
  options: Option[]
  value?: string | null
  onChange?: (value: string) => void
  /** the words of the empty choice; without it there is none */
  placeholder?: string
}

/**
 * One of a short list. The browser's own list: it works with every input method, screen reader and phone. For long
 * lists, or to search, use Combobox.
 */
export function Select({ options, value, onChange, placeholder, className, ...props }: SelectProps) {
  return (
    <span className={cn('relative inline-block w-full', className)}>
      <select
        {...props}
        value={value === null ? '' : value}
        onChange={onChange && ((e) => onChange(e.currentTarget.value))}
        className={cn('control w-full appearance-none pr-8', !value && value !== undefined && 'text-ink-3')}
      >
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options.map((o) => (
          <option key={o.value} value={o.value} disabled={o.disabled} className="bg-raised text-ink">
            {o.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-ink-2"
      />
    </span>
  )
}
