import { getTranslations } from 'next-intl/server'
import { QueuedActs } from '@/components/field/queued-acts'
import { ActDialog, type ActField } from '@/components/ui/act-dialog'
import {
  moveLegalCaseAction,
  openLegalCaseAction,
  recordDeliveryAction,
  writeLetterAction,
} from '@/lib/collection/actions'
import type { collectionFile } from '@/lib/collection/queries'
import { planVisitAction } from '@/lib/monitoring/actions'
import { toYuan } from '@/lib/platform/money'

type File = Awaited<ReturnType<typeof collectionFile>>

/** What a collector may do about one loan: call, take a promise, write, go there, go to court. */
export async function FileActs({ file, today, login }: { file: File; today: string; login: string }) {
  const t = await getTranslations('collection')
  const fixed = { loanId: file.id }
  const contact: ActField = {
    name: 'contact',
    label: t('field.contact'),
    kind: 'text',
    required: true,
    value: file.merchant.ownerName ?? file.merchant.name,
  }
  const note: ActField = { name: 'note', label: t('field.note'), kind: 'area', required: true }
  return (
    <span className="flex flex-wrap gap-2">
      {file.mayOpenCase && (
        <ActDialog
          label={t('act.case')}
          size="md"
          fields={[
            { name: 'court', label: t('field.court'), kind: 'text' },
            { name: 'reason', label: t('field.reason'), kind: 'area', required: true },
          ]}
          fixed={fixed}
          action={openLegalCaseAction}
        />
      )}
      {file.mayAct && (
        <>
          <ActDialog
            label={t('act.visit')}
            size="md"
            fields={[{ name: 'plannedOn', label: t('field.plannedOn'), kind: 'date', required: true, value: today }]}
            fixed={{ ...fixed, kind: 'COLLECTION' }}
            action={planVisitAction}
          />
          <ActDialog
            label={t('act.letter')}
            description={t('act.letterHint')}
            size="md"
            fields={[
              { name: 'payBy', label: t('field.payBy'), kind: 'date', required: true },
              {
                name: 'addressee',
                label: t('field.addressee'),
                kind: 'text',
                value: file.merchant.ownerName ?? file.merchant.name,
              },
            ]}
            fixed={fixed}
            action={writeLetterAction}
          />
          <QueuedActs
            login={login}
            slot={`loan:${file.id}`}
            acts={[
              {
                act: 'collection.promise',
                label: t('act.promise'),
                fields: [
                  contact,
                  {
                    name: 'amount',
                    label: t('field.amount'),
                    kind: 'money',
                    required: true,
                    value: toYuan(file.owedFen),
                  },
                  { name: 'promisedOn', label: t('field.promisedOn'), kind: 'date', required: true },
                  { ...note, required: false },
                ],
                fixed,
              },
              {
                act: 'collection.call',
                label: t('act.call'),
                tone: 'primary',
                fields: [
                  contact,
                  {
                    name: 'outcome',
                    label: t('field.outcome'),
                    kind: 'choice',
                    required: true,
                    value: 'REACHED',
                    options: (['REACHED', 'NOT_REACHED', 'REFUSED', 'WRONG_NUMBER', 'DISPUTES'] as const).map((o) => ({
                      value: o,
                      label: t(`outcome.${o}`),
                    })),
                  },
                  note,
                ],
                fixed,
              },
            ]}
          />
        </>
      )}
    </span>
  )
}

/** How a letter reached its addressee. */
export async function DeliveryAct({ actId, today }: { actId: string; today: string }) {
  const t = await getTranslations('collection')
  return (
    <ActDialog
      label={t('act.delivery')}
      fields={[
        { name: 'delivered', label: t('field.delivered'), kind: 'flag', value: 'true' },
        {
          name: 'method',
          label: t('field.method'),
          kind: 'choice',
          required: true,
          value: 'HANDED',
          options: (['HANDED', 'REGISTERED_POST', 'NOTARISED', 'ELECTRONIC', 'PUBLISHED'] as const).map((m) => ({
            value: m,
            label: t(`delivery.${m}`),
          })),
        },
        { name: 'on', label: t('field.deliveredOn'), kind: 'date', required: true, value: today },
        { name: 'proof', label: t('field.proof'), kind: 'text', required: true },
      ]}
      fixed={{ actId }}
      action={recordDeliveryAction}
    />
  )
}

export async function CaseActs({ legal }: { legal: File['cases'][number] }) {
  const t = await getTranslations('collection')
  return (
    <span className="flex flex-wrap gap-1">
      {legal.allowedEvents.map((event) => (
        <ActDialog
          key={event}
          label={t(`caseEvent.${event}`)}
          tone={event === 'withdraw' ? 'quiet' : 'default'}
          fields={[
            ...(event === 'accept'
              ? [{ name: 'courtNumber', label: t('field.courtNumber'), kind: 'text', required: true } as const]
              : []),
            ...(event === 'judge'
              ? [{ name: 'judged', label: t('field.judged'), kind: 'money', required: true } as const]
              : []),
            ...(event === 'close' ? [{ name: 'recovered', label: t('field.recovered'), kind: 'money' } as const] : []),
            { name: 'note', label: t('field.note'), kind: 'area', required: true },
          ]}
          fixed={{ caseId: legal.id, event }}
          action={moveLegalCaseAction}
        />
      ))}
    </span>
  )
}
