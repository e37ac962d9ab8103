'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Attachments } from '@/components/evidence/attachments'
import type { UploadedFile } from '@/components/evidence/upload'
import { Button } from '@/components/ui/button'
import { RadioGroup } from '@/components/ui/choice'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { overrideScoreAction, rescoreAction, waiveVetoAction } from '@/lib/scoring/actions'
import type { VetoRule } from '@/lib/scoring/rules/card'
import { nameIn } from './names'

/** One step up or down, in writing and with a paper (§3.0-7). */
export function OverrideAct({
  applicationId,
  grade,
  grades,
}: {
  applicationId: string
  grade: string
  /** the neighbours of the present grade */
  grades: readonly string[]
}) {
  const t = useTranslations('scoring.hand')
  const [to, setTo] = useState(grades[0] ?? '')
  const [files, setFiles] = useState<UploadedFile[]>([])
  return (
    <ReasonDialog
      trigger={<Button>{t('override')}</Button>}
      title={t('overrideTitle')}
      description={t('overrideText', { grade })}
      confirmLabel={t('override')}
      maxLength={1000}
      action={(reason) => overrideScoreAction({ applicationId, grade: to, reason, fileIds: files.map((f) => f.id) })}
      onDone={() => setFiles([])}
    >
      <RadioGroup
        inline
        aria-label={t('to')}
        value={to}
        onChange={setTo}
        options={grades.map((value) => ({ value, label: t('toGrade', { grade: value }) }))}
      />
      <Papers files={files} onChange={setFiles} />
    </ReasonDialog>
  )
}

/** The written waiver of a veto, for rules that allow one. */
export function WaiveAct({ applicationId, vetoes }: { applicationId: string; vetoes: readonly VetoRule[] }) {
  const t = useTranslations('scoring.hand')
  const locale = useLocale()
  const [veto, setVeto] = useState(vetoes[0]?.code ?? '')
  const [files, setFiles] = useState<UploadedFile[]>([])
  return (
    <ReasonDialog
      trigger={<Button>{t('waive')}</Button>}
      title={t('waiveTitle')}
      description={t('waiveText')}
      confirmLabel={t('waive')}
      tone="danger"
      maxLength={1000}
      action={(reason) => waiveVetoAction({ applicationId, veto, reason, fileIds: files.map((f) => f.id) })}
      onDone={() => setFiles([])}
    >
      <RadioGroup
        aria-label={t('veto')}
        value={veto}
        onChange={setVeto}
        options={vetoes.map((v) => ({ value: v.code, label: `${v.code} ${nameIn(locale, v)}` }))}
      />
      <Papers files={files} onChange={setFiles} />
    </ReasonDialog>
  )
}

/** Opens a decided merchant again because something changed. */
export function RescoreAct({ batchId, applicationId }: { batchId: string; applicationId: string }) {
  const t = useTranslations('scoring.hand')
  return (
    <ReasonDialog
      trigger={<Button>{t('rescore')}</Button>}
      title={t('rescoreTitle')}
      description={t('rescoreText')}
      confirmLabel={t('rescore')}
      maxLength={1000}
      action={(reason) => rescoreAction({ batchId, applicationIds: [applicationId], reason })}
    />
  )
}

function Papers({ files, onChange }: { files: UploadedFile[]; onChange: (files: UploadedFile[]) => void }) {
  const t = useTranslations('scoring.hand')
  return (
    <Attachments
      files={files}
      onChange={onChange}
      kind="OVERRIDE"
      attach={t('attach')}
      detach={(name) => t('detach', { name })}
    />
  )
}
