'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Form, FormActions, SubmitButton } from '@/components/ui/form'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { useZodForm } from '@/components/ui/use-zod-form'
import { setNoticePreferencesAction, setNoticeTimesAction } from '@/lib/notices/actions'
import type { NoticeSettings } from '@/lib/notices/queries'
import { MAIL_WAYS, type MailWay } from '@/lib/notices/rules'

const zClock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'E_NOTICE_TIME')
const Times = z.object({
  mail: z.boolean(),
  digestAt: zClock,
  quietFrom: zClock,
  quietTo: zClock,
  workingDaysOnly: z.boolean(),
})

/** When e-mails may come. */
export function TimesForm({ times }: { times: NoticeSettings['times'] }) {
  const t = useTranslations('notices')
  const form = useZodForm<z.input<typeof Times>>(Times, { defaultValues: times })
  return (
    <Form form={form} action={setNoticeTimesAction} guard={false} onSuccess={() => toast.ok(t('saved'))}>
      <Field name="mail" label={t('mailOn')} hideLabel>
        <Checkbox label={t('mailOn')} />
      </Field>
      <div className="grid gap-3 sm:grid-cols-3">
        {(['digestAt', 'quietFrom', 'quietTo'] as const).map((name) => (
          <Field key={name} name={name} label={t(name)} hint={t('clockHint')} required>
            <Input autoComplete="off" maxLength={5} />
          </Field>
        ))}
      </div>
      <Field name="workingDaysOnly" label={t('workingDays')} hideLabel>
        <Checkbox label={t('workingDays')} />
      </Field>
      <FormActions>
        <SubmitButton>{t('save')}</SubmitButton>
      </FormActions>
    </Form>
  )
}

/** How each kind is told: a row a kind. */
export function KindsForm({ kinds }: { kinds: NoticeSettings['kinds'] }) {
  const t = useTranslations('notices')
  const kindName = useTranslations('desk.today.kind')
  const router = useRouter()
  const act = useAct()
  const [rows, setRows] = useState(kinds)
  const set = (kind: string, change: Partial<(typeof rows)[number]>) =>
    setRows(rows.map((r) => (r.kind === kind ? { ...r, ...change } : r)))
  return (
    <div className="space-y-3">
      <table className="w-full text-sm">
        <thead>
          <tr className="text-left text-ink-2">
            <th className="py-1 pr-3 font-medium">{t('kind')}</th>
            <th className="py-1 pr-3 font-medium">{t('inApp')}</th>
            <th className="py-1 font-medium">{t('byMail')}</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((r) => (
            <tr key={r.kind}>
              <td className="py-1.5 pr-3">{kindName(r.kind)}</td>
              <td className="py-1.5 pr-3">
                <Checkbox
                  aria-label={`${kindName(r.kind)} ${t('inApp')}`}
                  checked={r.inApp}
                  onChange={(inApp) => set(r.kind, { inApp })}
                />
              </td>
              <td className="py-1.5">
                <Select
                  aria-label={`${kindName(r.kind)} ${t('byMail')}`}
                  value={r.mail}
                  onChange={(mail) => set(r.kind, { mail: mail as MailWay })}
                  options={MAIL_WAYS.map((value) => ({ value, label: t(`way.${value}`) }))}
                  className="max-w-44"
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {act.problem}
      <Button
        tone="primary"
        busy={act.busy}
        onClick={() =>
          act.run(
            () => setNoticePreferencesAction({ kinds: rows }),
            () => {
              toast.ok(t('saved'))
              router.refresh()
            },
          )
        }
      >
        {t('save')}
      </Button>
    </div>
  )
}
