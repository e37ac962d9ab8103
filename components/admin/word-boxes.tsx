'use client'
import { Checkbox, type Option } from '@/components/ui/choice'

type Props = {
  options: Option[]
  /** chosen words: "JG, AF" */
  value?: string
  onChange?: (value: string) => void
  disabled?: boolean
  id?: string
  'aria-labelledby'?: string
  'aria-describedby'?: string
}

/** Several words of a list, kept as one text in the order of the list. */
export function WordBoxes({ options, value = '', onChange, disabled, ...aria }: Props) {
  const chosen = value.split(/[\s,]+/).filter((w) => w !== '')
  const toggle = (word: string, on: boolean) =>
    onChange?.(
      options
        .map((o) => o.value)
        .filter((w) => (w === word ? on : chosen.includes(w)))
        .join(', '),
    )
  return (
    // biome-ignore lint/a11y/useSemanticElements: the field around it is labelled already
    <div role="group" {...aria} className="grid gap-x-5 sm:grid-cols-2">
      {options.map((o) => (
        <Checkbox
          key={o.value}
          label={o.label}
          checked={chosen.includes(o.value)}
          onChange={(on) => toggle(o.value, on)}
          disabled={disabled || o.disabled}
        />
      ))}
    </div>
  )
}
