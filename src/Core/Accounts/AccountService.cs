using System.Security.Cryptography;

namespace Magpie.Accounts;

/// <summary>Makes and revokes credentials. An account exists as soon as it has one.</summary>
public sealed class AccountService(ICredentialStore store, TimeProvider time)
{
    /// <summary>Characters a secret must have that is chosen and not made here.</summary>
    public const int MinSecretLength = 16;

    private const int MaxSecretLength = 256;

    private const int MaxNameLength = 100;

    /// <summary>A new credential. What is answered holds the secret, which cannot be had again.</summary>
    /// <exception cref="ArgumentException">The account's name or the credential's is not valid.</exception>
    public async Task<NewCredential> AddAsync(string account, CredentialKind kind, string name, CancellationToken cancellationToken)
    {
        var key = KeyGenerator.NewKey(kind);
        var secret = kind == CredentialKind.Secret ? KeyGenerator.NewSecret() : null;
        var credential = Create(account, kind, name, key, secret);
        await store.PutAsync(credential, cancellationToken);
        return new NewCredential(credential, secret);
    }

    /// <summary>All credentials, or those of an account; none of them holds a secret.</summary>
    public IAsyncEnumerable<Credential> ListAsync(string? account, CancellationToken cancellationToken) =>
        store.ListAsync(account, cancellationToken);

    /// <summary>Ends a credential, for good; running instances notice within <see cref="Authenticator.CacheLifetime"/>. False when there is none of this key.</summary>
    public async Task<bool> RevokeAsync(string key, CancellationToken cancellationToken)
    {
        if (!CredentialKey.IsValid(key) || await store.FindAsync(key, cancellationToken) is not { } credential)
        {
            return false;
        }

        if (credential.RevokedAt is null)
        {
            await store.PutAsync(credential with { RevokedAt = time.GetUtcNow() }, cancellationToken);
        }

        return true;
    }

    /// <summary>Sees to it that this key and secret work for the account; changes nothing when they do, or when they were revoked.</summary>
    /// <exception cref="ArgumentException">The key, the secret or a name is not valid.</exception>
    public async Task EnsureAsync(string account, string name, string key, string secret, CancellationToken cancellationToken)
    {
        var wanted = Create(account, CredentialKind.Secret, name, key, secret);
        var present = await store.FindAsync(key, cancellationToken);
        if (present is null
            || (present is { Kind: CredentialKind.Secret, RevokedAt: null }
                && present.Account == account
                && !SecretHash.Matches(present.Salt.Span, present.Hash.Span, secret)))
        {
            await store.PutAsync(wanted, cancellationToken);
        }
    }

    private Credential Create(string account, CredentialKind kind, string name, string key, string? secret)
    {
        Require(AccountName.IsValid(account), nameof(account), "An account's name has 1 to 40 lower-case letters, digits and hyphens, and begins with a letter.");
        Require(name is { Length: > 0 and <= MaxNameLength }, nameof(name), "A credential's name has 1 to 100 characters.");
        Require(CredentialKey.IsValid(key), nameof(key), "A key has 1 to 64 letters, digits, hyphens and underscores.");
        Require(
            secret is null or { Length: >= MinSecretLength and <= MaxSecretLength } && secret?.Any(char.IsControl) != true,
            nameof(secret),
            "A secret has 16 to 256 characters.");
        var salt = secret is null ? [] : RandomNumberGenerator.GetBytes(SecretHash.SaltBytes);
        return new Credential
        {
            Key = key,
            Account = account,
            Kind = kind,
            Name = name,
            Salt = salt,
            Hash = secret is null ? [] : SecretHash.Compute(salt, secret),
            CreatedAt = time.GetUtcNow(),
        };
    }

    private static void Require(bool holds, string parameter, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message, parameter);
        }
    }
}

/// <summary>A credential just made.</summary>
/// <param name="Secret">Shown once; null for a publishable key.</param>
public sealed record NewCredential(Credential Credential, string? Secret)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => Credential.Key;
}
