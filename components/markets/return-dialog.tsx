'use client'
import { Plus, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useFieldArray } from 'react-hook-form'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form, FormActions, SubmitButton } from '@/components/ui/form'
import { Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { returnMarketAction } from '@/lib/markets/actions'
import { useRefresh } from './use-refresh'

const Values = z.object({
  items: z.array(z.object({ item: z.string(), text: z.string().trim().min(1).max(500) })).min(1),
})
type Values = z.input<typeof Values>

/** What the surveyors must look at again, point by point. */
export function ReturnDialog({
  marketId,
  version,
  items,
}: {
  marketId: string
  version: number
  items: readonly { code: string; name: string }[]
}) {
  const t = useTranslations('markets.acts')
  const [open, setOpen] = useState(false)
  const refresh = useRefresh()
  const form = useZodForm<Values>(Values, { defaultValues: { items: [{ item: '', text: '' }] } })
  const { fields, append, remove } = useFieldArray({ control: form.control, name: 'items' })
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      size="lg"
      trigger={<Button>{t('return')}</Button>}
      title={t('returnTitle')}
      description={t('returnText')}
    >
      <Form
        form={form}
        guard={false}
        action={(v) =>
          returnMarketAction(
            { marketId, items: v.items.map((i) => (i.item ? i : { text: i.text })) },
            { ifMatch: version },
          )
        }
        onSuccess={() => {
          toast.ok(t('returnDone'))
          setOpen(false)
          refresh()
        }}
      >
        {fields.map((f, i) => (
          <div key={f.id} className="flex items-start gap-2">
            <div className="grid min-w-0 flex-1 gap-2 sm:grid-cols-[14rem_minmax(0,1fr)]">
              <Field name={`items.${i}.item`} label={t('returnItem', { no: i + 1 })}>
                <Select
                  placeholder={t('returnGeneral')}
                  options={items.map((x) => ({ value: x.code, label: `${x.code} ${x.name}` }))}
                />
              </Field>
              <Field name={`items.${i}.text`} label={t('returnWhat')} required>
                <Textarea rows={2} maxLength={500} />
              </Field>
            </div>
            <Button
              icon
              tone="quiet"
              aria-label={t('returnRemove', { no: i + 1 })}
              disabled={fields.length === 1}
              className="mt-6"
              onClick={() => remove(i)}
            >
              <Trash2 />
            </Button>
          </div>
        ))}
        <Button onClick={() => append({ item: '', text: '' })}>
          <Plus />
          {t('returnAdd')}
        </Button>
        <FormActions>
          <Button onClick={() => setOpen(false)}>{t('cancel')}</Button>
          <SubmitButton tone="danger">{t('return')}</SubmitButton>
        </FormActions>
      </Form>
    </Dialog>
  )
}
