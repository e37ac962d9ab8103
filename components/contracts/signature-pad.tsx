'use client'
import { useTranslations } from 'next-intl'
import { type PointerEvent, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'

/** A white sheet to sign on with finger, pen or mouse; hands on a PNG. Black on white whatever the theme: it is printed. */
export function SignaturePad({ name, onDone, busy }: { name: string; onDone: (png: Blob) => void; busy: boolean }) {
  const t = useTranslations('contracts.screen')
  const canvas = useRef<HTMLCanvasElement>(null)
  const last = useRef<{ x: number; y: number } | null>(null)
  const [drawn, setDrawn] = useState(false)
  const at = (e: PointerEvent<HTMLCanvasElement>) => {
    const box = e.currentTarget.getBoundingClientRect()
    return {
      x: ((e.clientX - box.left) / box.width) * e.currentTarget.width,
      y: ((e.clientY - box.top) / box.height) * e.currentTarget.height,
    }
  }
  const draw = (e: PointerEvent<HTMLCanvasElement>) => {
    const from = last.current
    const pen = e.currentTarget.getContext('2d')
    if (!from || !pen) return
    const to = at(e)
    pen.lineWidth = 4
    pen.lineCap = 'round'
    pen.strokeStyle = 'black'
    pen.beginPath()
    pen.moveTo(from.x, from.y)
    pen.lineTo(to.x, to.y)
    pen.stroke()
    last.current = to
    setDrawn(true)
  }
  const clear = () => {
    const c = canvas.current
    c?.getContext('2d')?.clearRect(0, 0, c.width, c.height)
    setDrawn(false)
  }
  const done = () => canvas.current?.toBlob((png) => png && onDone(png), 'image/png')
  return (
    <div className="space-y-2">
      <p className="text-sm text-ink-2">{t('signHere', { name })}</p>
      <canvas
        ref={canvas}
        width={900}
        height={300}
        aria-label={t('signHere', { name })}
        role="img"
        className="block w-full touch-none rounded-md border border-line-strong bg-white"
        onPointerDown={(e) => {
          e.currentTarget.setPointerCapture(e.pointerId)
          last.current = at(e)
        }}
        onPointerMove={draw}
        onPointerUp={() => {
          last.current = null
        }}
        onPointerCancel={() => {
          last.current = null
        }}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={clear} disabled={!drawn || busy}>
          {t('signAgain')}
        </Button>
        <Button tone="primary" onClick={done} disabled={!drawn} busy={busy}>
          {t('signDone')}
        </Button>
      </div>
    </div>
  )
}
