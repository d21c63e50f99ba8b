using Magpie.Delivery;
using Magpie.Functions.Accounts;
using Magpie.Functions.Multipart;
using Magpie.Functions.Storage;
using Magpie.Tagging;
using Magpie.Video;

namespace Magpie.Functions.Health;

/// <summary>Asks the parts how they are.</summary>
public sealed class Readiness(
    StorageProbe storage, StorageSetup setup, DemoCredential demo, Backlog backlog, TemporaryFolder temporary, PackRegistry models, IVideoTools videos,
    IDelivery delivery)
{
    /// <summary>How long a caller waits for a service that is still starting.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(2);

    public async Task<HealthResponse> CheckAsync(CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var state = await StorageStateAsync(cancellationToken);
        if (state != HealthResponse.Ok)
        {
            problems.Add(state == "starting" ? "Containers, queues and tables are being created." : "Storage does not answer.");
        }

        // What the last calls came to: asking Cloudinary itself would cost a call each time somebody looks.
        problems.AddRange(delivery.Problem is { } problem ? [$"Uploads are not delivered: {problem.Message}"] : []);

        if (!await temporary.TakesFilesAsync(cancellationToken))
        {
            problems.Add("No temporary file can be written to TEMP_DIR: large files that come with a request are refused.");
        }

        problems.AddRange(backlog.Find().Select(parked =>
            $"{parked.Messages} messages wait in {parked.Queue}: they failed five times, and nobody took them over."));

        // Reading the packs takes a core for a while; who starts them does it, not who asks.
        string[] packs = models.IsRead ? [.. models.Taggers.Select(pack => pack.Name)] : [];
        if (models.IsRead && packs.Length == 0)
        {
            problems.Add("No model is installed: uploads get their owner's tags only.");
        }

        problems.AddRange(videos.Missing is { } missing ? [$"Videos get their owner's tags only: {missing}"] : []);
        problems.AddRange(models.IsRead && models.Problems.Count > 0 ? [$"{models.Problems.Count} problems with model packs; the log has them."] : []);
        var status = state != HealthResponse.Ok ? HealthResponse.Down : problems.Count > 0 ? HealthResponse.Degraded : HealthResponse.Ok;
        return new HealthResponse(status, state, packs, problems);
    }

    private async Task<string> StorageStateAsync(CancellationToken cancellationToken)
    {
        if (!setup.Ready.IsCompleted || !demo.Done.IsCompleted)
        {
            try
            {
                await Task.WhenAll(setup.Ready, demo.Done).WaitAsync(StartLimit, cancellationToken);

                // It answered a moment ago.
                return HealthResponse.Ok;
            }
            catch (TimeoutException)
            {
                return await storage.AnswersAsync(cancellationToken) ? "starting" : "unreachable";
            }
        }

        return await storage.AnswersAsync(cancellationToken) ? HealthResponse.Ok : "unreachable";
    }
}
