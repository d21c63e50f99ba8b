using System.Security.Cryptography;

namespace Magpie.Accounts;

/// <summary>Finds out who a request is from.</summary>
public sealed class Authenticator
{
    /// <summary>How long a credential is trusted before it is read again.</summary>
    public static readonly TimeSpan CacheLifetime = TimeSpan.FromSeconds(30);

    private const int CacheCapacity = 10_000;

    /// <summary>How long an access token is valid.</summary>
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(2);

    private readonly CredentialCache _cache;
    private readonly TimeProvider _time;

    // Held against when there is no credential of the key, so that the answer takes as long.
    private readonly byte[] _noSalt = RandomNumberGenerator.GetBytes(SecretHash.SaltBytes);
    private readonly byte[] _noHash = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    public Authenticator(ICredentialStore store, TimeProvider time) =>
        (_cache, _time) = (new(store, CacheLifetime, CacheCapacity, time), time);

    internal int CachedCredentials => _cache.Count;

    /// <summary>The caller; null when the header is missing or malformed, or the key, the secret or the token is wrong, revoked or expired.</summary>
    public async ValueTask<Caller?> AuthenticateAsync(string? authorization, CancellationToken cancellationToken) =>
        AuthorizationHeader.Parse(authorization) is { } header && await FindAsync(header, cancellationToken) is { } credential
            ? CallerOf(credential)
            : null;

    /// <summary>A token for a key and its secret, and who it stands for; null when the header holds no such pair, or a wrong one.</summary>
    public async ValueTask<IssuedToken?> IssueTokenAsync(string? authorization, CancellationToken cancellationToken)
    {
        if (AuthorizationHeader.Parse(authorization) is not { Secret: not null } header || await FindAsync(header, cancellationToken) is not { } credential)
        {
            return null;
        }

        return new IssuedToken(AccessToken.Issue(credential, _time.GetUtcNow() + TokenLifetime), CallerOf(credential));
    }

    private static Caller CallerOf(Credential credential) => new(credential.Key, credential.Account, credential.Kind);

    private async ValueTask<Credential?> FindAsync(AuthorizationHeader header, CancellationToken cancellationToken)
    {
        if (header.Token is { } token && token.ExpiresAt <= _time.GetUtcNow())
        {
            return null;
        }

        var credential = await _cache.FindAsync(header.Key, cancellationToken);
        return (header.Token is null ? IsProven(credential, header) : IsProven(credential, header.Token)) ? credential : null;
    }

    private static bool IsProven(Credential? credential, AccessToken token) =>
        credential is { Kind: CredentialKind.Secret, RevokedAt: null, Hash.IsEmpty: false } && token.IsOf(credential);

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

/// <summary>A token just made.</summary>
/// <param name="Token">See <see cref="AccessToken"/>.</param>
public sealed record IssuedToken(string Token, Caller Caller)
{
    /// <summary>Without the token.</summary>
    public override string ToString() => Caller.Key;
}
