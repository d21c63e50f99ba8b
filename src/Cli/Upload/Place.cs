namespace Magpie.Cli.Upload;

/// <summary>Where a file's bytes go: a blob, and an address for it that ends after minutes and is renewed when it does.</summary>
internal sealed class Place(HashedFile file, string id, MagpieApi api, TimeProvider time) : IDisposable
{
    /// <summary>An address that ends sooner is renewed before it is used.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _renewing = new(1);
    private volatile PlaceAnswer? _answer;

    public Place(HashedFile file, PlaceAnswer answer, MagpieApi api, TimeProvider time)
        : this(file, answer.Id, api, time) => _answer = answer;

    public HashedFile File => file;

    public string Id => id;

    /// <summary>The address, renewed when it is about to end.</summary>
    /// <param name="refused">The address that storage refused; the answer is another.</param>
    /// <exception cref="PlaceGoneException">The asset does not wait for bytes any more.</exception>
    public async Task<PlaceAnswer> OpenAsync(PlaceAnswer? refused, CancellationToken cancellationToken)
    {
        if (Usable(refused) is { } usable)
        {
            return usable;
        }

        await _renewing.WaitAsync(cancellationToken);
        try
        {
            // Another block of the same file may have renewed it.
            return Usable(refused) ?? (_answer = await api.RenewAsync(id, cancellationToken) is { UploadUrl: not null } renewed
                ? renewed
                : throw new PlaceGoneException());
        }
        finally
        {
            _renewing.Release();
        }
    }

    public void Dispose() => _renewing.Dispose();

    private PlaceAnswer? Usable(PlaceAnswer? refused) =>
        _answer is { UploadUrl: not null } answer && !ReferenceEquals(answer, refused) && (answer.ExpiresAt is not { } end || end - time.GetUtcNow() > Margin)
            ? answer
            : null;
}

/// <summary>The asset does not wait for bytes: they have arrived, or it has expired or was removed.</summary>
internal sealed class PlaceGoneException : Exception;

/// <summary>The file cannot be read to its end, or changed while it was sent.</summary>
internal sealed class FileChangedException(string sentence) : Exception(sentence);
