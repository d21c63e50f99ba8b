namespace Magpie.Accounts;

/// <summary>Every credential, by key.</summary>
public interface ICredentialStore
{
    /// <summary>Null when there is none of this key.</summary>
    Task<Credential?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Writes it, in the place of one of the same key.</summary>
    Task PutAsync(Credential credential, CancellationToken cancellationToken);

    /// <summary>All, or those of an account.</summary>
    IAsyncEnumerable<Credential> ListAsync(string? account, CancellationToken cancellationToken);
}
