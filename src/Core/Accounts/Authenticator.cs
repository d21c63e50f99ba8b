using System.Security.Cryptography;

namespace Magpie.Accounts;

/// <summary>Finds out who a request is from.</summary>
public sealed class Authenticator
{
    /// <summary>How long a credential is trusted before it is read again.</summary>
    public static readonly TimeSpan CacheLifetime = TimeSpan.FromSeconds(30);

    private const int CacheCapacity = 10_000;

    private readonly CredentialCache _cache;

    // Held against when there is no credential of the key, so that the answer takes as long.
    private readonly byte[] _noSalt = RandomNumberGenerator.GetBytes(SecretHash.SaltBytes);
    private readonly byte[] _noHash = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    public Authenticator(ICredentialStore store, TimeProvider time) => _cache = new(store, CacheLifetime, CacheCapacity, time);

    internal int CachedCredentials => _cache.Count;

    /// <summary>The caller; null when the header is missing or malformed, or the key or the secret is wrong or revoked.</summary>
    public async ValueTask<Caller?> AuthenticateAsync(string? authorization, CancellationToken cancellationToken)
    {
        if (AuthorizationHeader.Parse(authorization) is not { } header)
        {
            return null;
        }

        var credential = await _cache.FindAsync(header.Key, cancellationToken);
        return IsProven(credential, header) ? new Caller(credential!.Key, credential.Account, credential.Kind) : null;
    }

    private bool IsProven(Credential? credential, AuthorizationHeader header)
    {
        var hasSecret = credential is { Kind: CredentialKind.Secret, Hash.IsEmpty: false };
        var matches = SecretHash.Matches(
            hasSecret ? credential!.Salt.Span : _noSalt, hasSecret ? credential!.Hash.Span : _noHash, header.Secret ?? string.Empty);
        return credential is { RevokedAt: null } && credential.Kind switch
        {
            CredentialKind.Secret => matches & header.Secret is not null,
            CredentialKind.Publishable => header.Secret is null,
            _ => false,
        };
    }
}
