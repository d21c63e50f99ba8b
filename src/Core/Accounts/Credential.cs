namespace Magpie.Accounts;

/// <summary>What a client proves itself with. The secret itself is stored nowhere.</summary>
public sealed record Credential
{
    /// <summary>Public half; letters, digits, <c>-</c> and <c>_</c>.</summary>
    public required string Key { get; init; }

    /// <summary>See <see cref="AccountName"/>.</summary>
    public required string Account { get; init; }

    public required CredentialKind Kind { get; init; }

    /// <summary>What a person calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Random bytes of <see cref="SecretHash.SaltBytes"/>; empty for a publishable key.</summary>
    public ReadOnlyMemory<byte> Salt { get; init; }

    /// <summary>See <see cref="SecretHash"/>; empty for a publishable key.</summary>
    public ReadOnlyMemory<byte> Hash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is not accepted; null while it is.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>What a credential may do.</summary>
public enum CredentialKind
{
    /// <summary>Key and secret: everything in the account.</summary>
    Secret,

    /// <summary>A key alone, known to every visitor of a page: upload, and read back what was uploaded with it.</summary>
    Publishable,
}
