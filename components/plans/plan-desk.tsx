'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button, ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Dialog } from '@/components/ui/dialog'
import { Input, Textarea } from '@/components/ui/input'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { Select } from '@/components/ui/select'
import { useAct } from '@/components/ui/use-act'
import {
  dropLineAction,
  editLineAction,
  editSectionAction,
  setPlanParametersAction,
  submitPlanAction,
} from '@/lib/plans/actions'
import { REPAYMENT_METHODS, type SectionKey } from '@/lib/plans/basis'
import { formatLabelled } from '@/lib/platform/i18n/format'
import { DraftPlanButton } from './draft-plan-button'
import { type LineWire, PlanLines, type PlanWire } from './plan-lines'

const PARAMS = ['marginRatio', 'takeUpRate', 'averageNeed', 'penaltyUplift', 'misuseUplift'] as const
const BASIS = ['singleCap', 'surveyedDemand'] as const

/** Where the author writes: parameters that compute everything again, lines to lower, texts to replace, submission. */
export function PlanDesk({ plan }: { plan: PlanWire }) {
  const t = useTranslations('plans')
  const router = useRouter()
  const act = useAct()
  const first = (key: string, from: Record<string, unknown>) => String(from[key] ?? '')
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries([
      ...PARAMS.map((k) => [k, first(k, plan.params)]),
      ...BASIS.map((k) => [k, first(k, plan.basis)]),
    ]),
  )
  const refresh = () => router.refresh()
  const apply = () =>
    act.run(
      () =>
        setPlanParametersAction({
          planId: plan.id,
          params: Object.fromEntries(PARAMS.map((k) => [k, values[k] ?? ''])),
          basis: Object.fromEntries(BASIS.map((k) => [k, values[k] || null])),
        }),
      refresh,
    )
  const submit = (confirmSmall: boolean) =>
    act.run(
      () => submitPlanAction({ planId: plan.id, confirmSmall }),
      () => router.push(`/plans/${plan.id}`),
    )
  return (
    <div className="grid gap-4">
      {act.problem}
      <Card
        title={t('section.scheme')}
        footer={
          <div className="flex flex-wrap gap-2">
            <Button busy={act.busy} onClick={apply}>
              {t('page.saveParams')}
            </Button>
            <DraftPlanButton batchId={plan.batch.id} again />
            <ButtonLink href={`/groups/${plan.batch.id}`}>{t('page.toGroups')}</ButtonLink>
            <Button tone="primary" busy={act.busy} onClick={() => submit(false)}>
              {t('page.submit')}
            </Button>
            <Button tone="quiet" busy={act.busy} onClick={() => submit(true)}>
              {t('page.submitSmall')}
            </Button>
          </div>
        }
      >
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
          {[...PARAMS, ...BASIS].map((k) => (
            <div key={k} className="grid gap-1">
              <label htmlFor={`param-${k}`} className="text-sm font-medium">
                {t(`param.${k}`)}
              </label>
              <Input
                id={`param-${k}`}
                inputMode="decimal"
                value={values[k] ?? ''}
                onChange={(e) => setValues((v) => ({ ...v, [k]: e.target.value }))}
              />
            </div>
          ))}
        </div>
      </Card>
      <Card title={t('page.lines')} flush>
        <PlanLines
          planId={plan.id}
          lines={plan.lines.filter((l) => l.state !== 'DROPPED')}
          last={{ header: '', cell: (line) => <LineActs planId={plan.id} line={line} /> }}
        />
      </Card>
      <Card title={t('page.document')}>
        <div className="grid gap-4">
          {plan.sections.map((s, i) => (
            <SectionEditor key={s.key} planId={plan.id} no={i + 1} section={s} />
          ))}
        </div>
      </Card>
    </div>
  )
}

function LineActs({ planId, line }: { planId: string; line: LineWire }) {
  const t = useTranslations('plans')
  const locale = useLocale()
  const router = useRouter()
  const act = useAct()
  const [open, setOpen] = useState(false)
  const [limit, setLimit] = useState(line.limit)
  const [tenor, setTenor] = useState(String(line.tenorMonths))
  const [method, setMethod] = useState(line.method)
  const [reason, setReason] = useState('')
  const save = () =>
    act.run(
      () =>
        editLineAction({
          planId,
          lineId: line.id,
          limit,
          tenorMonths: Number(tenor) || line.tenorMonths,
          repaymentMethod: method as (typeof REPAYMENT_METHODS)[number],
          reason,
        }),
      () => {
        setOpen(false)
        router.refresh()
      },
    )
  return (
    <div className="flex gap-1">
      <Dialog
        open={open}
        onOpenChange={setOpen}
        trigger={<Button size="sm">{t('page.editLine')}</Button>}
        title={formatLabelled(locale, t('page.editLine'), line.name)}
        footer={
          <Button tone="primary" busy={act.busy} onClick={save}>
            {t('page.save')}
          </Button>
        }
      >
        <div className="grid gap-3">
          {act.problem}
          <Input
            aria-label={t('col.limit')}
            before={t('col.limit')}
            value={limit}
            onChange={(e) => setLimit(e.target.value)}
          />
          <Input
            aria-label={t('col.tenor')}
            before={t('col.tenor')}
            value={tenor}
            onChange={(e) => setTenor(e.target.value)}
          />
          <Select
            aria-label={t('page.methodLabel')}
            value={method}
            onChange={setMethod}
            options={REPAYMENT_METHODS.map((m) => ({ value: m, label: t(`method.${m}`) }))}
          />
          <Textarea
            aria-label={t('page.reason')}
            placeholder={t('page.reason')}
            value={reason}
            onChange={(e) => setReason(e.target.value)}
          />
        </div>
      </Dialog>
      <ReasonDialog
        trigger={
          <Button size="sm" tone="quiet">
            {t('page.drop')}
          </Button>
        }
        title={formatLabelled(locale, t('page.drop'), line.name)}
        description={t('page.dropDetail')}
        confirmLabel={t('page.drop')}
        tone="danger"
        action={(why) => dropLineAction({ planId, lineId: line.id, reason: why })}
        onDone={() => router.refresh()}
      />
    </div>
  )
}

function SectionEditor({ planId, no, section }: { planId: string; no: number; section: PlanWire['sections'][number] }) {
  const t = useTranslations('plans')
  const router = useRouter()
  const act = useAct()
  const [text, setText] = useState<string | null>(null)
  const save = (value: string | null) =>
    act.run(
      () => editSectionAction({ planId, key: section.key as SectionKey, text: value }),
      () => {
        setText(null)
        router.refresh()
      },
    )
  return (
    <section className="border-b border-line pb-3 last:border-0">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-serif font-bold">
          {no}. {t(`section.${section.key}`)}
        </h3>
        <span className="flex gap-1">
          {section.text && (
            <Button size="sm" tone="quiet" onClick={() => save(null)}>
              {t('page.reset')}
            </Button>
          )}
          {text === null ? (
            <Button size="sm" onClick={() => setText(section.text ?? section.generated)}>
              {t('page.editText')}
            </Button>
          ) : (
            <Button size="sm" tone="primary" busy={act.busy} onClick={() => save(text)}>
              {t('page.save')}
            </Button>
          )}
        </span>
      </div>
      {act.problem}
      {text === null ? (
        <p className="mt-1 max-w-prose whitespace-pre-line text-sm leading-relaxed" lang="zh-CN">
          {section.text ?? section.generated}
        </p>
      ) : (
        <Textarea
          aria-label={t(`section.${section.key}`)}
          className="mt-1"
          rows={8}
          value={text}
          onChange={(e) => setText(e.target.value)}
        />
      )}
    </section>
  )
}
