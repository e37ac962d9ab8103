'use client'
import { useRouter } from 'next/navigation'
import { useCallback } from 'react'

/** Draws the page afresh after an act. */
export function useRefresh(): () => void {
  const router = useRouter()
  return useCallback(() => router.refresh(), [router])
}
