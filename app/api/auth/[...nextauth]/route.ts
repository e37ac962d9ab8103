import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { nextAuthOptions } from '@/lib/platform/auth/next-auth'

type Context = { params: Promise<{ nextauth: string[] }> }

async function handle(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params
  return NextAuth(request, context, await nextAuthOptions(request.headers, nextauth[1])) as Promise<Response>
}

export { handle as GET, handle as POST }
