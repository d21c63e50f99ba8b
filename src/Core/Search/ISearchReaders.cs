namespace Magpie.Search;

/// <summary>Which instances answer searches of an account from what they knew a moment ago (<see cref="SearchOptions.MaxAge"/>): whoever removes something waits for them.</summary>
public interface ISearchReaders
{
    /// <summary>How long an instance may count on what it said with <see cref="AnnounceAsync"/>; others believe it for twice as long.</summary>
    TimeSpan Lease { get; }

    /// <summary>Says that this instance does, from before the call ends.</summary>
    Task AnnounceAsync(string account, CancellationToken cancellationToken);

    /// <summary>Whether another instance said so and may still do it.</summary>
    Task<bool> HasOthersAsync(string account, CancellationToken cancellationToken);
}
