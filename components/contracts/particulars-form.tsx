'use client'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox, Switch } from '@/components/ui/choice'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import { uploadFile } from '@/components/ui/upload-file'
import { useAct } from '@/components/ui/use-act'
import { reviewResolutionAction, setParticularsAction } from '@/lib/contracts/actions'

type Values = Record<string, string | boolean | undefined>
type Section = 'policy' | 'guarantor'
export type ParticularsView = Partial<Record<Section, Values>> & {
  refinancing?: boolean
  unmarriedProofId?: string
}

const FIELDS = {
  policy: ['insurer', 'number', 'sumInsured', 'premium', 'from', 'until'],
  guarantor: ['name', 'uscc', 'resolutionNo', 'resolutionOn'],
} as const
const FLAGS = { policy: [], guarantor: ['licensed', 'branch'] } as const
const LABEL: Record<string, string> = { name: 'guarantorName', number: 'policyNo' }
const DATES = ['from', 'until', 'resolutionOn']
const MONEY = ['sumInsured', 'premium']
const OPTIONAL = ['resolutionNo', 'resolutionOn']

/** Policy and guarantor of one merchant, each on or off. */
export function ParticularsForm({
  applicationId,
  initial,
  disabled,
}: {
  applicationId: string
  initial: ParticularsView
  disabled: boolean
}) {
  const t = useTranslations('contracts.papers')
  const id = useId()
  const [values, setValues] = useState<Partial<Record<Section, Values>>>({
    policy: initial.policy,
    guarantor: initial.guarantor,
  })
  const [refinancing, setRefinancing] = useState(initial.refinancing ?? false)
  const [resolution, setResolution] = useState<File | null>(null)
  const [proof, setProof] = useState<File | null>(null)
  const act = useAct()
  const put = (section: Section, key: string, value: string | boolean) =>
    setValues({ ...values, [section]: { ...values[section], [key]: value } })
  const filled = (section: Section) =>
    Object.fromEntries(
      Object.entries(values[section] ?? {}).filter(([, v]) => v !== '' && v !== undefined && v !== null),
    )
  const save = () =>
    act.run(
      async () => {
        const paper = resolution ? await uploadFile(resolution, 'EVIDENCE') : null
        if (paper && !paper.ok) return paper
        const unmarried = proof ? await uploadFile(proof, 'EVIDENCE') : null
        if (unmarried && !unmarried.ok) return unmarried
        const proofId = unmarried?.value.id ?? initial.unmarriedProofId
        return setParticularsAction({
          applicationId,
          particulars: {
            ...(values.policy ? { policy: filled('policy') } : {}),
            ...(values.guarantor
              ? {
                  guarantor: {
                    licensed: false,
                    branch: false,
                    ...filled('guarantor'),
                    ...(paper ? { fileId: paper.value.id } : {}),
                  },
                }
              : {}),
            ...(proofId ? { unmarriedProofId: proofId } : {}),
            refinancing,
          } as never,
        })
      },
      () => toast.ok(t('saved')),
    )
  return (
    <div className="space-y-5">
      {(Object.keys(FIELDS) as Section[]).map((section) => (
        <fieldset key={section} disabled={disabled} className="space-y-3 border-b border-line pb-4">
          <legend className="sr-only">{t(section)}</legend>
          <Switch
            label={t(section)}
            checked={values[section] !== undefined && values[section] !== null}
            onChange={(on) => setValues({ ...values, [section]: on ? {} : undefined })}
          />
          {values[section] && (
            <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
              {FIELDS[section].map((key) => (
                <FieldFrame
                  key={key}
                  id={`${id}${section}${key}`}
                  label={t((LABEL[key] ?? key) as 'insurer')}
                  required={!OPTIONAL.includes(key)}
                >
                  <Input
                    id={`${id}${section}${key}`}
                    type={DATES.includes(key) ? 'date' : 'text'}
                    inputMode={MONEY.includes(key) ? 'decimal' : undefined}
                    value={String(values[section]?.[key] ?? '')}
                    onChange={(e) => put(section, key, e.currentTarget.value)}
                  />
                </FieldFrame>
              ))}
              {FLAGS[section].map((key) => (
                <Checkbox
                  key={key}
                  label={t(key)}
                  checked={Boolean(values[section]?.[key])}
                  onChange={(on) => put(section, key, on)}
                />
              ))}
              {section === 'guarantor' && (
                <FieldFrame id={`${id}r`} label={t('resolutionFile')}>
                  <Input
                    id={`${id}r`}
                    type="file"
                    accept="image/*,application/pdf"
                    onChange={(e) => setResolution(e.currentTarget.files?.[0] ?? null)}
                  />
                </FieldFrame>
              )}
            </div>
          )}
        </fieldset>
      ))}
      <fieldset disabled={disabled} className="grid gap-3 sm:grid-cols-2">
        <Checkbox label={t('refinancing')} checked={refinancing} onChange={setRefinancing} />
        <FieldFrame id={`${id}u`} label={t('unmarried')}>
          <Input
            id={`${id}u`}
            type="file"
            accept="image/*,application/pdf"
            onChange={(e) => setProof(e.currentTarget.files?.[0] ?? null)}
          />
        </FieldFrame>
      </fieldset>
      {act.problem}
      {!disabled && (
        <div className="flex justify-end">
          <Button tone="primary" busy={act.busy} onClick={save}>
            {t('save')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** LEG-3: the second look at a guarantor's resolution. */
export function ReviewResolution({ applicationId }: { applicationId: string }) {
  const t = useTranslations('contracts.papers')
  return (
    <ReasonDialog
      trigger={<Button size="sm">{t('review')}</Button>}
      title={t('review')}
      description={t('reviewHint')}
      reasonLabel={t('reviewNote')}
      confirmLabel={t('review')}
      action={(note) => reviewResolutionAction({ applicationId, note })}
      onDone={() => toast.ok(t('saved'))}
    />
  )
}
