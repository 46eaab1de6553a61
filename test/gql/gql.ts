/* eslint-disable */
import * as types from './graphql.js';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  mutation SignUpOnce($input: SignUpInput!) {\n    signUp(input: $input) {\n      accessToken\n      viewer { user { email } tenant { slug } role projects(first: 10) { nodes { key } totalCount } }\n      userErrors { code message path }\n    }\n  }\n": typeof types.SignUpOnceDocument,
    "\n  mutation SignInOnce($input: SignInInput!) {\n    signIn(input: $input) { accessToken viewer { role } userErrors { code message path } }\n  }\n": typeof types.SignInOnceDocument,
    "query WhoAmI { viewer { user { email } tenant { slug } role } }": typeof types.WhoAmIDocument,
    "mutation RefreshOnce { tokenRefresh { accessToken userErrors { code } } }": typeof types.RefreshOnceDocument,
    "mutation SignOutOnce { signOut { userErrors { code } } }": typeof types.SignOutOnceDocument,
    "\n  mutation TestSignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      accessToken\n      viewer { user { id } tenant { id slug } projects { nodes { id key } } }\n      userErrors { code message path }\n    }\n  }\n": typeof types.TestSignUpDocument,
    "\n  mutation TestSignIn($input: SignInInput!) {\n    signIn(input: $input) { accessToken viewer { user { id } } userErrors { code } }\n  }\n": typeof types.TestSignInDocument,
};
const documents: Documents = {
    "\n  mutation SignUpOnce($input: SignUpInput!) {\n    signUp(input: $input) {\n      accessToken\n      viewer { user { email } tenant { slug } role projects(first: 10) { nodes { key } totalCount } }\n      userErrors { code message path }\n    }\n  }\n": types.SignUpOnceDocument,
    "\n  mutation SignInOnce($input: SignInInput!) {\n    signIn(input: $input) { accessToken viewer { role } userErrors { code message path } }\n  }\n": types.SignInOnceDocument,
    "query WhoAmI { viewer { user { email } tenant { slug } role } }": types.WhoAmIDocument,
    "mutation RefreshOnce { tokenRefresh { accessToken userErrors { code } } }": types.RefreshOnceDocument,
    "mutation SignOutOnce { signOut { userErrors { code } } }": types.SignOutOnceDocument,
    "\n  mutation TestSignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      accessToken\n      viewer { user { id } tenant { id slug } projects { nodes { id key } } }\n      userErrors { code message path }\n    }\n  }\n": types.TestSignUpDocument,
    "\n  mutation TestSignIn($input: SignInInput!) {\n    signIn(input: $input) { accessToken viewer { user { id } } userErrors { code } }\n  }\n": types.TestSignInDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignUpOnce($input: SignUpInput!) {\n    signUp(input: $input) {\n      accessToken\n      viewer { user { email } tenant { slug } role projects(first: 10) { nodes { key } totalCount } }\n      userErrors { code message path }\n    }\n  }\n"): typeof import('./graphql.js').SignUpOnceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignInOnce($input: SignInInput!) {\n    signIn(input: $input) { accessToken viewer { role } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').SignInOnceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query WhoAmI { viewer { user { email } tenant { slug } role } }"): typeof import('./graphql.js').WhoAmIDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation RefreshOnce { tokenRefresh { accessToken userErrors { code } } }"): typeof import('./graphql.js').RefreshOnceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SignOutOnce { signOut { userErrors { code } } }"): typeof import('./graphql.js').SignOutOnceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TestSignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      accessToken\n      viewer { user { id } tenant { id slug } projects { nodes { id key } } }\n      userErrors { code message path }\n    }\n  }\n"): typeof import('./graphql.js').TestSignUpDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TestSignIn($input: SignInInput!) {\n    signIn(input: $input) { accessToken viewer { user { id } } userErrors { code } }\n  }\n"): typeof import('./graphql.js').TestSignInDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
