using System.Collections.Concurrent;
using Magpie.Accounts;

namespace Magpie.Core.Tests.Accounts;

/// <summary>Credentials in memory that count how often they are read and fail when told to.</summary>
internal sealed class InMemoryCredentials : ICredentialStore
{
    private readonly ConcurrentDictionary<string, Credential> _credentials = new(StringComparer.Ordinal);
    private int _reads;

    public int Reads => _reads;

    public bool Fails { get; set; }

    public Task<Credential?> FindAsync(string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return Fails ? Task.FromException<Credential?>(new IOException("Down.")) : Task.FromResult(_credentials.GetValueOrDefault(key));
    }

    public Task PutAsync(Credential credential, CancellationToken cancellationToken)
    {
        _credentials[credential.Key] = credential;
        return Task.CompletedTask;
    }

    public IAsyncEnumerable<Credential> ListAsync(string? account, CancellationToken cancellationToken) =>
        _credentials.Values.Where(credential => account is null || credential.Account == account).ToAsyncEnumerable();
}
