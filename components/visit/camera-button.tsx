'use client'
import { Camera } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { Button } from '@/components/ui/button'

/** Opens the phone's camera; the same photo may be taken again when it has been kept. */
export function CameraButton({ take }: { take: (files: FileList | null) => Promise<unknown> }) {
  const t = useTranslations('scoring.visit')
  const camera = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button onClick={() => camera.current?.click()}>
        <Camera aria-hidden />
        {t('takePhoto')}
      </Button>
      <input
        ref={camera}
        type="file"
        accept="image/jpeg,image/png,image/webp"
        capture="environment"
        multiple
        className="sr-only"
        tabIndex={-1}
        aria-label={t('takePhoto')}
        onChange={(e) => {
          const input = e.currentTarget
          void take(input.files).then(() => {
            input.value = ''
          })
        }}
      />
    </>
  )
}
