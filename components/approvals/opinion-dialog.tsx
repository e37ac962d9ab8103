'use client'
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { Dialog } from '@/components/ui/dialog'
import { Input, Textarea } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { formatLabelled } from '@/lib/platform/i18n/format'

export type Verdict = 'AGREE' | 'AGREE_WITH_CONDITIONS' | 'RETURN_FOR_SUPPLEMENT' | 'REJECT' | 'ABSTAIN'
const TERMS = ['AMOUNT_MAX', 'MARGIN_MIN', 'TENOR_MAX', 'RATE_MIN', 'COVERAGE_MIN'] as const
type TermKind = (typeof TERMS)[number]
type ConditionDraft = {
  key: number
  text: string
  type: 'CP' | 'COVENANT' | 'INFO'
  ownerRole: string
  due: string
  term: TermKind | ''
  value: string
}
const OWNERS = ['RM', 'EVALUATOR', 'POST_MKT', 'DISB_REVIEWER', 'LEGAL', 'OPERATOR_ADMIN']

export type SeatProof = {
  kind: 'CODE' | 'PASSWORD' | 'NONE'
  onAgree: boolean
  onReject: boolean
  secondFactorOnly: boolean
}

export type Written = {
  text: string
  conditions: {
    text: string
    type: 'CP' | 'COVENANT' | 'INFO'
    ownerRole: string
    due: string | null
    term: { kind: TermKind; value: string } | null
  }[]
  returnItems: { text: string }[]
  others: boolean
  proof?: string
}

/** The words of an opinion: text, conditions with their figures, what to supplement, and the proof of a final one. */
export function OpinionDialog({
  verdict,
  close,
  perLine,
  proof,
  busy,
  problem,
  send,
}: {
  verdict: Verdict | null
  close: () => void
  perLine: boolean
  proof: SeatProof
  busy: boolean
  problem: ReactNode
  send: (written: Written) => void
}) {
  const t = useTranslations('approvals')
  const locale = useLocale()
  const [text, setText] = useState('')
  const [items, setItems] = useState('')
  const [others, setOthers] = useState(false)
  const [conditions, setConditions] = useState<ConditionDraft[]>([])
  const [secret, setSecret] = useState('')
  const agrees = verdict === 'AGREE' || verdict === 'AGREE_WITH_CONDITIONS'
  const proves = verdict !== null && verdict !== 'ABSTAIN' && (verdict === 'REJECT' ? proof.onReject : proof.onAgree)
  const asks = proves && proof.kind !== 'NONE'
  const submit = () =>
    send({
      text,
      conditions:
        verdict === 'AGREE_WITH_CONDITIONS'
          ? conditions.map((c) => ({
              text: c.text,
              type: c.type,
              ownerRole: c.ownerRole,
              due: c.due || null,
              term: c.term ? { kind: c.term, value: c.value } : null,
            }))
          : [],
      returnItems:
        verdict === 'RETURN_FOR_SUPPLEMENT'
          ? items
              .split('\n')
              .map((x) => x.trim())
              .filter(Boolean)
              .map((x) => ({ text: x }))
          : [],
      others,
      ...(asks ? { proof: secret } : {}),
    })
  return (
    <Dialog
      open={verdict !== null}
      onOpenChange={(open) => !open && close()}
      title={verdict ? formatLabelled(locale, t('decide.title'), t(`opinions.${verdict}`)) : t('decide.title')}
      size="lg"
      footer={
        <Button tone={verdict === 'REJECT' ? 'danger' : 'primary'} busy={busy} onClick={submit}>
          {t('decide.confirm')}
        </Button>
      }
    >
      <div className="grid gap-3">
        {problem}
        <fieldset className="flex flex-wrap gap-1.5" aria-label={t('decide.snippets')}>
          {(['snippet1', 'snippet2', 'snippet3'] as const).map((s) => (
            <Button key={s} size="sm" onClick={() => setText((x) => (x ? `${x}\n` : '') + t(`decide.${s}`))}>
              {t(`decide.${s}`).slice(0, 14)}…
            </Button>
          ))}
        </fieldset>
        <div className="grid gap-1 text-sm font-medium">
          <label htmlFor="opinion-text">{t('decide.text')}</label>
          <Textarea id="opinion-text" rows={3} value={text} onChange={(e) => setText(e.target.value)} />
        </div>
        {verdict === 'RETURN_FOR_SUPPLEMENT' && (
          <div className="grid gap-1 text-sm font-medium">
            <label htmlFor="opinion-items">{t('decide.returnItems')}</label>
            <Textarea id="opinion-items" rows={3} value={items} onChange={(e) => setItems(e.target.value)} />
          </div>
        )}
        {verdict === 'AGREE_WITH_CONDITIONS' && <Conditions conditions={conditions} change={setConditions} />}
        {perLine && agrees && <Checkbox checked={others} onChange={setOthers} label={t('decide.others')} />}
        {proves && proof.secondFactorOnly && proof.kind !== 'CODE' && (
          <Notice tone="warn" title={t('decide.needSecondFactor')} />
        )}
        {asks && (
          <div className="grid gap-1 rounded-md border border-line-2 bg-sunken p-3 text-sm">
            <label htmlFor="opinion-proof" className="font-medium">
              {t(proof.kind === 'CODE' ? 'decide.proofCode' : 'decide.proofPassword')}
            </label>
            <Input
              id="opinion-proof"
              className="max-w-56"
              type={proof.kind === 'CODE' ? 'text' : 'password'}
              inputMode={proof.kind === 'CODE' ? 'numeric' : undefined}
              autoComplete={proof.kind === 'CODE' ? 'one-time-code' : 'current-password'}
              value={secret}
              onChange={(e) => setSecret(e.target.value)}
            />
            <p className="text-ink-2">{t('decide.proofHint')}</p>
          </div>
        )}
      </div>
    </Dialog>
  )
}

function Conditions({
  conditions,
  change,
}: {
  conditions: ConditionDraft[]
  change: (next: (all: ConditionDraft[]) => ConditionDraft[]) => void
}) {
  const t = useTranslations('approvals')
  const all = useTranslations()
  const roleName = (r: string) => (all.has(`shell.roles.${r}`) ? all(`shell.roles.${r}`) : r)
  return (
    <fieldset className="grid gap-3">
      <legend className="text-sm font-medium">{t('decide.conditions')}</legend>
      {conditions.map((c) => {
        const set = (more: Partial<ConditionDraft>) =>
          change((list) => list.map((x) => (x.key === c.key ? { ...x, ...more } : x)))
        return (
          <div key={c.key} className="grid gap-2 border-l-2 border-line-2 pl-3">
            <Input
              aria-label={t('decide.conditionText')}
              placeholder={t('decide.conditionText')}
              value={c.text}
              onChange={(e) => set({ text: e.target.value })}
            />
            <div className="grid gap-2 sm:grid-cols-3">
              <Select
                aria-label={t('decide.type')}
                value={c.type}
                onChange={(x) => set({ type: x as ConditionDraft['type'] })}
                options={(['CP', 'COVENANT', 'INFO'] as const).map((x) => ({
                  value: x,
                  label: t(`conditionType.${x}`),
                }))}
              />
              <Select
                aria-label={t('decide.owner')}
                value={c.ownerRole}
                onChange={(x) => set({ ownerRole: x })}
                options={OWNERS.map((x) => ({ value: x, label: roleName(x) }))}
              />
              <Input
                aria-label={t('decide.due')}
                type="date"
                value={c.due}
                onChange={(e) => set({ due: e.target.value })}
              />
              <Select
                aria-label={t('decide.term')}
                value={c.term}
                onChange={(x) => set({ term: x as TermKind | '' })}
                options={[
                  { value: '', label: t('decide.noTerm') },
                  ...TERMS.map((x) => ({ value: x, label: t(`term.${x}`) })),
                ]}
              />
              {c.term !== '' && (
                <Input
                  aria-label={t(`term.${c.term}`)}
                  inputMode="decimal"
                  value={c.value}
                  onChange={(e) => set({ value: e.target.value })}
                />
              )}
              <Button tone="quiet" onClick={() => change((list) => list.filter((x) => x.key !== c.key))}>
                {t('decide.remove')}
              </Button>
            </div>
          </div>
        )
      })}
      <Button
        size="sm"
        className="w-fit"
        onClick={() =>
          change((list) => [
            ...list,
            { key: (list.at(-1)?.key ?? 0) + 1, text: '', type: 'CP', ownerRole: 'RM', due: '', term: '', value: '' },
          ])
        }
      >
        {t('decide.addCondition')}
      </Button>
    </fieldset>
  )
}
