'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DateField } from '@/components/ui/date-field'
import { Field } from '@/components/ui/field'
import { Form, SubmitButton } from '@/components/ui/form'
import { Notice } from '@/components/ui/notice'
import { Progress } from '@/components/ui/progress'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { useZodForm } from '@/components/ui/use-zod-form'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { requestEndOfDayAction } from '@/lib/servicing/actions'

const Input = z.object({ date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'E_DATE') })
export type EndOfDayJob = {
  id: string
  state: string
  dryRun: boolean
  done: number
  total: number
  day: string
  step: string
  errorCode: string | null
}

/** Asks for the end of day, or for what it would do, and shows how far a running one has come; the page reads itself again meanwhile. */
export function EndOfDayDesk({ businessDate, jobs }: { businessDate: string; jobs: EndOfDayJob[] }) {
  const t = useTranslations('servicing.eod')
  const all = useTranslations() as unknown as Translate
  const router = useRouter()
  const act = useAct()
  const form = useZodForm<z.input<typeof Input>>(Input, { defaultValues: { date: businessDate } })
  const running = jobs.find((j) => j.state === 'RUNNING' || j.state === 'QUEUED')
  const failed = jobs[0]?.state === 'FAILED' ? jobs[0] : null
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => router.refresh(), 1000)
    return () => clearInterval(timer)
  }, [running, router])
  const ask = (date: string, dryRun: boolean) =>
    requestEndOfDayAction({ date, dryRun }, { idempotencyKey: crypto.randomUUID() })
  const begun = () => {
    toast.ok(t('started'))
    router.refresh()
  }
  return (
    <Card title={t('run')} description={t('runHint', { date: businessDate })}>
      <Form
        form={form}
        guard={false}
        action={async (values) => {
          const r = await ask(values.date, false)
          if (r.ok) begun()
          return r
        }}
        className="flex flex-wrap items-end gap-3 space-y-0"
      >
        <Field name="date" label={t('until')} className="w-56">
          <DateField min={businessDate} />
        </Field>
        <SubmitButton>{t('run')}</SubmitButton>
        <Button type="button" busy={act.busy} onClick={() => act.run(() => ask(businessDate, true), begun)}>
          {t('dryRun')}
        </Button>
      </Form>
      {act.problem}
      {running && (
        <Progress
          className="mt-3"
          label={
            running.dryRun
              ? t('trying')
              : running.day
                ? `${running.day} · ${running.step ? t(`step.${running.step as 'due'}`) : ''}`
                : t('waiting')
          }
          done={running.done}
          total={running.total > 0 ? running.total : null}
        />
      )}
      {failed && !running && (
        <Notice tone="danger" title={t('failed')} className="mt-3">
          {failed.errorCode ? errorText(all, { code: failed.errorCode, params: {} }).title : t('failedUnknown')}
        </Notice>
      )}
    </Card>
  )
}
