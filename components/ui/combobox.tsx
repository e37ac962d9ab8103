'use client'
import { Combobox as Base } from '@base-ui/react/combobox'
import { Check, ChevronDown, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type Ref, useMemo, useRef, useState } from 'react'
import type { Option } from './choice'
import { cn } from './cn'
import { Spinner } from './spinner'

export type ComboOption = Option & {
  /** further words it is found by: pinyin initials, codes */
  keywords?: string
}

type Common = {
  /** the whole list, filtered here … */
  options?: ComboOption[]
  /** … or a search on the server, asked when the typing rests */
  load?: (query: string) => Promise<ComboOption[]>
  /** labels of what is already chosen, when it comes from `load` */
  chosen?: ComboOption[]
  placeholder?: string
  id?: string
  name?: string
  disabled?: boolean
  onBlur?: () => void
  ref?: Ref<HTMLInputElement>
  className?: string
  'aria-label'?: string
  'aria-labelledby'?: string
  'aria-describedby'?: string
  'aria-invalid'?: boolean
  'aria-required'?: boolean
}
type One = { multiple?: false; value?: string | null; onChange?: (value: string | null) => void }
type Many = { multiple: true; value?: string[]; onChange?: (value: string[]) => void }

const NONE: ComboOption[] = []

/**
 * One or several of a long list, by typing. Safe with input methods: nothing is searched or chosen from half-composed
 * text, and a pick by mouse first ends the composition.
 */
export function Combobox(props: Common & (One | Many)) {
  const {
    options = NONE,
    load,
    chosen = NONE,
    placeholder,
    id,
    name,
    disabled,
    onBlur,
    ref,
    className,
    ...rest
  } = props
  const { multiple: _m, value: _v, onChange: _c, ...aria } = rest
  const t = useTranslations('ui.combobox')
  const input = useRef<HTMLInputElement | null>(null)
  const composing = useRef(false)
  const [found, setFound] = useState<ComboOption[]>(NONE)
  const [known, setKnown] = useState<ComboOption[]>(chosen)
  const [status, setStatus] = useState<'idle' | 'busy' | 'failed'>('idle')
  const asked = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const all = useMemo(() => unique([...options, ...found, ...known, ...chosen]), [options, found, known, chosen])
  const byValue = (v: string): ComboOption => all.find((o) => o.value === v) ?? { value: v, label: v }

  const search = (query: string) => {
    if (!load) return
    clearTimeout(timer.current)
    const turn = ++asked.current
    if (query.trim() === '') {
      setFound(NONE)
      setStatus('idle')
      return
    }
    setStatus('busy')
    timer.current = setTimeout(async () => {
      try {
        const result = await load(query.trim())
        if (turn !== asked.current) return
        setFound(result)
        setStatus('idle')
      } catch {
        if (turn === asked.current) setStatus('failed')
      }
    }, 250)
  }
  const remember = (picked: ComboOption[]) => setKnown((old) => unique([...old, ...picked]))
  const items = load
    ? unique([
        ...found,
        ...(props.multiple ? (props.value ?? []).map(byValue) : props.value ? [byValue(props.value)] : []),
      ])
    : options

  const shared = {
    items,
    filter: load ? null : matches,
    disabled,
    name,
    itemToStringLabel: (o: ComboOption) => o.label,
    itemToStringValue: (o: ComboOption) => o.value,
    isItemEqualToValue: (a: ComboOption, b: ComboOption) => a.value === b.value,
    onInputValueChange: (text: string, details: { reason: string }) => {
      if (!composing.current && details.reason === 'input-change') search(text)
    },
  }
  const field = (
    <Base.Input
      {...aria}
      id={id}
      ref={(node: HTMLInputElement | null) => {
        input.current = node
        if (typeof ref === 'function') ref(node)
        else if (ref) ref.current = node
      }}
      placeholder={placeholder}
      onBlur={onBlur}
      onCompositionStart={() => {
        composing.current = true
      }}
      onCompositionEnd={(e) => {
        composing.current = false
        search(e.currentTarget.value)
      }}
      className="h-full min-w-16 flex-1 bg-transparent outline-none"
    />
  )
  const popup = (
    <Base.Portal>
      <Base.Positioner sideOffset={4} collisionPadding={8} className="z-50 outline-none">
        <Base.Popup
          className="float max-h-[min(var(--available-height),20rem)] w-(--anchor-width) min-w-48 overflow-y-auto p-1"
          onPointerDownCapture={() => {
            // a pick in the middle of a composition would leave its stale text behind
            if (!composing.current) return
            input.current?.blur()
            input.current?.focus()
          }}
        >
          {/* the spinner turns in the field: a line here would push the options from under the pointer */}
          <Base.Status className={status === 'failed' ? 'px-2.5 py-1 text-sm text-danger' : 'sr-only'}>
            {status === 'busy' ? t('loading') : status === 'failed' ? t('failed') : null}
          </Base.Status>
          <Base.Empty className="px-2.5 text-sm text-ink-2">
            {status === 'idle' && <span className="block py-1">{t('empty')}</span>}
          </Base.Empty>
          <Base.List>
            {(o: ComboOption) => (
              <Base.Item key={o.value} value={o} disabled={o.disabled} className="menu-item items-start">
                <span className="flex size-4 h-5 shrink-0 items-center">
                  <Base.ItemIndicator>
                    <Check aria-hidden className="size-4 text-accent" />
                  </Base.ItemIndicator>
                </span>
                <span className="min-w-0">
                  <span className="block break-words">{o.label}</span>
                  {o.hint && <span className="block text-xs text-ink-2">{o.hint}</span>}
                </span>
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
  const buttons = (clearable: boolean) => (
    <span className="-mr-1.5 flex shrink-0 items-center text-ink-2">
      {status === 'busy' && <Spinner className="mr-1" />}
      {clearable && (
        <Base.Clear
          aria-label={t('clear')}
          className="flex size-6 items-center justify-center rounded-sm hover:bg-hover"
        >
          <X aria-hidden className="size-4" />
        </Base.Clear>
      )}
      <Base.Trigger
        aria-label={t('open')}
        className="flex size-6 items-center justify-center rounded-sm hover:bg-hover"
      >
        <ChevronDown aria-hidden className="size-4" />
      </Base.Trigger>
    </span>
  )

  if (props.multiple) {
    const value = (props.value ?? []).map(byValue)
    return (
      <Base.Root
        {...shared}
        multiple
        value={value}
        onValueChange={(next: ComboOption[]) => {
          remember(next)
          props.onChange?.(next.map((o) => o.value))
        }}
      >
        <Base.InputGroup className={cn('control flex h-auto! min-h-8 items-start gap-1 py-1', className)}>
          <Base.Chips className="flex min-w-0 flex-1 flex-wrap items-center gap-1">
            {value.map((o) => (
              <Base.Chip
                key={o.value}
                aria-label={o.label}
                className="flex items-center gap-1 rounded-sm border border-line-2 bg-sunken pl-1.5 text-sm outline-none focus-within:border-accent data-highlighted:border-accent"
              >
                {o.label}
                <Base.ChipRemove
                  aria-label={t('remove', { name: o.label })}
                  className="flex size-6 items-center justify-center rounded-sm hover:bg-hover"
                >
                  <X aria-hidden className="size-3" />
                </Base.ChipRemove>
              </Base.Chip>
            ))}
            <span className="flex h-6 min-w-16 flex-1">{field}</span>
          </Base.Chips>
          {buttons(false)}
        </Base.InputGroup>
        {popup}
      </Base.Root>
    )
  }
  return (
    <Base.Root
      {...shared}
      value={props.value ? byValue(props.value) : null}
      onValueChange={(next: ComboOption | null) => {
        if (next) remember([next])
        props.onChange?.(next?.value ?? null)
      }}
    >
      <Base.InputGroup className={cn('control flex items-center gap-1', className)}>
        {field}
        {buttons(true)}
      </Base.InputGroup>
      {popup}
    </Base.Root>
  )
}

function unique(options: ComboOption[]): ComboOption[] {
  const seen = new Map<string, ComboOption>()
  for (const o of options) if (!seen.has(o.value)) seen.set(o.value, o)
  return [...seen.values()]
}

function matches(o: ComboOption, query: string): boolean {
  const q = query.trim().toLowerCase()
  return q === '' || o.label.toLowerCase().includes(q) || (o.keywords?.toLowerCase().includes(q) ?? false)
}
