/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What a person is in a tenant. */
export type MemberRole =
  /** Runs the tenant: projects, keys, members. */
  | 'ADMIN'
  /** Works in the field; sees, and changes what is theirs. */
  | 'EMPLOYEE'
  /** Works on cases and jobs. */
  | 'OPERATOR'
  /** May do everything; a tenant always has one. */
  | 'OWNER'
  /** Sees, and changes nothing. */
  | 'VIEWER';

/** Who signs in, and where. */
export type SignInInput = {
  /** The address of the account. */
  email: string;
  /** Its password. */
  password: string;
  /** Which tenant; needed only with several memberships. */
  tenantSlug?: string | null | undefined;
};

/** A new tenant and the person who owns it. */
export type SignUpInput = {
  /** The address to sign in with. */
  email: string;
  /** The name of the person. */
  name: string;
  /** At least 10 characters. */
  password: string;
  /** The name of the organisation. */
  tenantName: string;
  /** Its short name in addresses; unique. */
  tenantSlug: string;
};

/** What kind of failure a user error is. */
export type UserErrorCode =
  /** A value that must be unique is taken. */
  | 'ALREADY_EXISTS'
  /** Somebody else changed the object first; the payload holds what it is now. */
  | 'CONFLICT'
  /** The idempotency key was used for a different request. */
  | 'IDEMPOTENCY_MISMATCH'
  /** E-mail address or password is wrong. */
  | 'INVALID_CREDENTIALS'
  /** A value of the input is not acceptable. */
  | 'INVALID_INPUT'
  /** The object is in a state from which this is not possible. */
  | 'INVALID_STATE'
  /** The object does not exist, or is not yours to see. */
  | 'NOT_FOUND'
  /** Too many attempts; try again later. */
  | 'RATE_LIMITED';

export type SignUpOnceMutationVariables = Exact<{
  input: SignUpInput;
}>;


export type SignUpOnceMutation = { signUp: { accessToken: string | null, viewer: { role: MemberRole, user: { email: string } | null, tenant: { slug: string }, projects: { totalCount: number, nodes: Array<{ key: string }> } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SignInOnceMutationVariables = Exact<{
  input: SignInInput;
}>;


export type SignInOnceMutation = { signIn: { accessToken: string | null, viewer: { role: MemberRole } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { viewer: { role: MemberRole, user: { email: string } | null, tenant: { slug: string } } };

export type RefreshOnceMutationVariables = Exact<{ [key: string]: never; }>;


export type RefreshOnceMutation = { tokenRefresh: { accessToken: string | null, userErrors: Array<{ code: UserErrorCode }> } };

export type SignOutOnceMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutOnceMutation = { signOut: { userErrors: Array<{ code: UserErrorCode }> } };

export type TestSignUpMutationVariables = Exact<{
  input: SignUpInput;
}>;


export type TestSignUpMutation = { signUp: { accessToken: string | null, viewer: { user: { id: string } | null, tenant: { id: string, slug: string }, projects: { nodes: Array<{ id: string, key: string }> } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type TestSignInMutationVariables = Exact<{
  input: SignInInput;
}>;


export type TestSignInMutation = { signIn: { accessToken: string | null, viewer: { user: { id: string } | null } | null, userErrors: Array<{ code: UserErrorCode }> } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const SignUpOnceDocument = new TypedDocumentString(`
    mutation SignUpOnce($input: SignUpInput!) {
  signUp(input: $input) {
    accessToken
    viewer {
      user {
        email
      }
      tenant {
        slug
      }
      role
      projects(first: 10) {
        nodes {
          key
        }
        totalCount
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:798731a5c46fe9fbbcbce830bebafeed92038ed536dab9df5772b15a66f11db9"}) as unknown as TypedDocumentString<SignUpOnceMutation, SignUpOnceMutationVariables>;
export const SignInOnceDocument = new TypedDocumentString(`
    mutation SignInOnce($input: SignInInput!) {
  signIn(input: $input) {
    accessToken
    viewer {
      role
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:7e227f23995df35d66c99f13d9afb43cd8cd4d5868d5ead91c7a40a10467dfcc"}) as unknown as TypedDocumentString<SignInOnceMutation, SignInOnceMutationVariables>;
export const WhoAmIDocument = new TypedDocumentString(`
    query WhoAmI {
  viewer {
    user {
      email
    }
    tenant {
      slug
    }
    role
  }
}
    `, {"hash":"sha256:c2c58cb4d574086a7070d6ae042e2d1979e8ac536148d8837efb9d8239a69b30"}) as unknown as TypedDocumentString<WhoAmIQuery, WhoAmIQueryVariables>;
export const RefreshOnceDocument = new TypedDocumentString(`
    mutation RefreshOnce {
  tokenRefresh {
    accessToken
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:c5698b0a6f4f24a81634cffc86f8f25b65f5a51ebe2da84063d83b9b0e9c1c25"}) as unknown as TypedDocumentString<RefreshOnceMutation, RefreshOnceMutationVariables>;
export const SignOutOnceDocument = new TypedDocumentString(`
    mutation SignOutOnce {
  signOut {
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:2a63d6649526cc13a35da70bc165e4de15166cc3eec84c1a45514faf152a66f2"}) as unknown as TypedDocumentString<SignOutOnceMutation, SignOutOnceMutationVariables>;
export const TestSignUpDocument = new TypedDocumentString(`
    mutation TestSignUp($input: SignUpInput!) {
  signUp(input: $input) {
    accessToken
    viewer {
      user {
        id
      }
      tenant {
        id
        slug
      }
      projects {
        nodes {
          id
          key
        }
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:c5fa1ac614cc9c842922d1b261437a09d0fb0a305298da87ef6dd8d4a3ba254a"}) as unknown as TypedDocumentString<TestSignUpMutation, TestSignUpMutationVariables>;
export const TestSignInDocument = new TypedDocumentString(`
    mutation TestSignIn($input: SignInInput!) {
  signIn(input: $input) {
    accessToken
    viewer {
      user {
        id
      }
    }
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:2d16c8b353ad67e9a9c1627b5c76281a472812abb36d8f4b7b989f037612154d"}) as unknown as TypedDocumentString<TestSignInMutation, TestSignInMutationVariables>;