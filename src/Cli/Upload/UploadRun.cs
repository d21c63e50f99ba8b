using System.Runtime.CompilerServices;
using Spectre.Console;

namespace Magpie.Cli.Upload;

/// <summary>One run of <c>upload</c>: puts the parts together, shows them, and ends with the table.</summary>
internal sealed class UploadRun(UploadSettings settings, UploadCredential credential, TimeProvider time)
{
    /// <summary>Until every file has come to an end, or Ctrl-C.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var tally = new UploadTally();
        var report = CreateReport(tally);
        var began = time.GetTimestamp();
        using var journal = Journal.Open(settings.StateFolder, settings.Server, credential.Key);
        using var shown = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var showing = report.ShowAsync(shown.Token);
        CommandException? fault = null;
        var isComplete = false;
        try
        {
            await SendAsync(tally, journal, report, cancellationToken);
            isComplete = true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C: what was sent is remembered.
        }
        catch (CommandException error)
        {
            fault = error;
        }
        finally
        {
            await shown.CancelAsync();
            await EndedAsync(showing);
        }

        var summary = new UploadSummary(tally, time.GetElapsedTime(began), isComplete);
        report.Finish(summary);
        if (fault is not null)
        {
            throw fault;
        }

        if (isComplete || (settings.Watch && tally.Settled == tally.Files))
        {
            return summary.Failures == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        }

        report.Notice("stopped; the same command goes on where this one was.");
        return ExitCodes.Interrupted;
    }

    private static async Task EndedAsync(Task showing)
    {
        try
        {
            await showing;
        }
        catch (OperationCanceledException)
        {
            // It shows until it is told to end.
        }
    }

    private async Task SendAsync(UploadTally tally, Journal journal, IUploadReport report, CancellationToken cancellationToken)
    {
        using var api = Wire.CreateClient();
        using var storage = Wire.CreateClient();
        var retries = new Retries(settings.GiveUpAfter, report.Notice, time);
        var routes = new MagpieApi(api, settings.Server, credential.Header, retries);
        using var sender = new BlobSender(storage, retries, journal, settings.Concurrency);
        var pipeline = new UploadPipeline(settings, routes, sender, journal, tally, time);
        await pipeline.RunAsync(FilesAsync(tally, cancellationToken), cancellationToken);
    }

    private IAsyncEnumerable<LocalFile> FilesAsync(UploadTally tally, CancellationToken cancellationToken)
    {
        return settings.Watch ? new FolderWatch(settings.Paths, Skip, time).FilesAsync(cancellationToken) : OnceAsync(new FolderWalk(Skip), cancellationToken);

        void Skip(string path, string reason)
        {
            tally.Met();
            tally.End(new FileOutcome(path, Outcome.Skipped, Reason: reason));
        }
    }

    private async IAsyncEnumerable<LocalFile> OnceAsync(FolderWalk walk, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The walk reads the disk as it is asked; not on the caller's thread.
        await Task.Yield();
        foreach (var file in walk.Files(settings.Paths))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return file;
        }
    }

    private IUploadReport CreateReport(UploadTally tally) =>
        settings.Json ? new JsonReport(Console.Out, tally, time)
        : settings.Watch || Console.IsOutputRedirected || Console.IsErrorRedirected || !AnsiConsole.Profile.Capabilities.Ansi
            ? new LineReport(Console.Out, Console.Error, tally, settings.Watch, time)
            : new BarReport(AnsiConsole.Console, tally, time);
}
