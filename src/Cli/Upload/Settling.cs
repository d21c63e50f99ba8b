using System.Threading.Channels;

namespace Magpie.Cli.Upload;

/// <summary>A file whose bytes have arrived.</summary>
internal sealed record Arrival(LocalFile File, string Sha256, string Id)
{
    /// <summary>Whether the asset is to be worked on once more and may still be <c>failed</c> from before.</summary>
    public bool IsRetried { get; init; }
}

/// <summary>Waits for what becomes of the files that have arrived, 200 a request, those longest not asked about first.</summary>
internal sealed class Settling(MagpieApi api, Journal journal, UploadTally tally, TimeSpan giveUpAfter, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    private readonly Queue<Arrival> _waiting = new();

    /// <summary>Until all that arrived have settled, or nothing has for too long.</summary>
    public async Task RunAsync(ChannelReader<Arrival> arrivals, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        var lastChange = time.GetTimestamp();
        while (true)
        {
            while (_waiting.Count < UploadPipeline.MaxUnsettled && arrivals.TryRead(out var arrival))
            {
                _waiting.Enqueue(arrival);
            }

            if (_waiting.Count == 0)
            {
                if (!await arrivals.WaitToReadAsync(cancellationToken))
                {
                    return;
                }

                (pause, lastChange) = (FirstPause, time.GetTimestamp());
                continue;
            }

            await Task.Delay(pause, time, cancellationToken);
            if (await AskAsync(cancellationToken))
            {
                (pause, lastChange) = (FirstPause, time.GetTimestamp());
            }
            else if (time.GetElapsedTime(lastChange) > giveUpAfter)
            {
                GiveUp();
                lastChange = time.GetTimestamp();
            }
            else
            {
                pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
            }
        }
    }

    /// <summary>Whether anything has settled.</summary>
    private async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        var asked = new Dictionary<string, Arrival>(StringComparer.Ordinal);
        List<Arrival> sameAsset = [];
        while (asked.Count < MagpieApi.MaxIds && _waiting.TryDequeue(out var arrival))
        {
            if (!asked.TryAdd(arrival.Id, arrival))
            {
                sameAsset.Add(arrival);
            }
        }

        var states = (await api.StatesAsync(asked.Keys, cancellationToken)).ToDictionary(asset => asset.Id, StringComparer.Ordinal);
        var before = _waiting.Count;
        foreach (var arrival in asked.Values.Concat(sameAsset))
        {
            if (EndOf(arrival, states.GetValueOrDefault(arrival.Id)) is { } end)
            {
                tally.End(end);
            }
            else
            {
                var isBegun = states.GetValueOrDefault(arrival.Id) is not { State: "failed" };
                _waiting.Enqueue(isBegun && arrival.IsRetried ? arrival with { IsRetried = false } : arrival);
            }
        }

        return _waiting.Count - before < asked.Count + sameAsset.Count;
    }

    private FileOutcome? EndOf(Arrival arrival, AssetAnswer? asset)
    {
        switch (asset?.State)
        {
            case "ready":
                return Row(arrival, Outcome.Ready, null);
            case "rejected":
                return Row(arrival, Outcome.Rejected, Placement.ReasonOf(asset));
            case "failed" when arrival.IsRetried:
                return null;
            case "failed":
                // Its bytes are kept: the same command has it worked on once more.
                return Row(arrival, Outcome.Failed, Placement.ReasonOf(asset));
            case "expired":
                journal.Forget(arrival.Sha256);
                return Row(arrival, Outcome.Failed, Placement.ReasonOf(asset));
            case null:
                journal.Forget(arrival.Sha256);
                return Row(arrival, Outcome.Failed, "the asset was deleted");
            default:
                return null;
        }
    }

    private void GiveUp()
    {
        while (_waiting.TryDequeue(out var arrival))
        {
            tally.End(Row(arrival, Outcome.Unsettled, $"arrived, and not processed after {Words.Time(giveUpAfter)}; the same command asks again"));
        }
    }

    private static FileOutcome Row(Arrival arrival, Outcome outcome, string? reason) =>
        new(arrival.File.Path, outcome, arrival.File.Bytes, arrival.Id, reason);
}
