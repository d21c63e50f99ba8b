using System.Diagnostics;
using Magpie.Cli.Models;

namespace Magpie.Cli.Up;

/// <summary>Azurite and the app as processes of this one: started in order, watched, and stopped in the opposite order.</summary>
internal sealed class LocalMagpie(UpSettings settings, DataFolder folder, TextWriter output)
{
    /// <summary>Azurite starts in 1 to 3 s, the app in less; a loaded machine may take ten times that.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan SaveLimit = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Ctrl-C reaches the children too, and one may end before this process hears of it.</summary>
    private static readonly TimeSpan InterruptLag = TimeSpan.FromSeconds(1);

    private readonly ModelFolders _models = ModelFolders.From(settings.Models);

    /// <summary>Runs until <paramref name="cancellationToken"/> is cancelled or a process ends.</summary>
    /// <returns>The exit code: 0 after a stop that was asked for.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var account = DemoAccount.In(folder, Environment.GetEnvironmentVariable);
        await using var azurite = ChildProcess.Start("storage (Azurite)", AzuriteStart(), Path.Combine(folder.Logs, "azurite.log"));
        try
        {
            var pack = TryRecommendedPackAsync(cancellationToken);
            await WhileRunningAsync(azurite, StorageAcceptsAsync, cancellationToken);
            await pack;
            await using var app = ChildProcess.Start("the app", AppStart(account), Path.Combine(folder.Logs, "app.log"));
            try
            {
                await WhileRunningAsync(app, IsHealthyAsync, cancellationToken);
                await new Greeting(settings, account, folder, _models).WriteAsync(output);
                await Task.WhenAny(azurite.Exited, app.Exited, Task.Delay(Timeout.Infinite, cancellationToken));
                await ThrowIfEndedAsync(azurite, cancellationToken);
                await ThrowIfEndedAsync(app, cancellationToken);
            }
            finally
            {
                await app.StopAsync(DrainLimit);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how this ends.
        }
        finally
        {
            await azurite.StopAsync(SaveLimit);
        }

        await output.WriteLineAsync("Magpie has stopped.");
        return ExitCodes.Ok;
    }

    private static async Task WhileRunningAsync(ChildProcess child, Func<CancellationToken, Task<bool>> isReady, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        try
        {
            while (!await isReady(limit.Token))
            {
                await Task.WhenAny(child.Exited, Task.Delay(PollInterval, limit.Token));
                await ThrowIfEndedAsync(child, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException($"{child.Name} was not ready after {StartLimit.TotalSeconds:0} s; its log is {child.LogPath}.", ExitCodes.Failed);
        }
    }

    private static async Task ThrowIfEndedAsync(ChildProcess child, CancellationToken cancellationToken)
    {
        if (child.Exited.IsCompleted)
        {
            await Task.Delay(InterruptLag, cancellationToken);
            throw new CommandException($"{child.Name} ended by itself with code {child.ExitCode}; its log is {child.LogPath}.", ExitCodes.Failed);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Beside Azurite's start. Whoever names model folders sees to them alone.</summary>
    private async Task TryRecommendedPackAsync(CancellationToken cancellationToken)
    {
        if (settings.Models is null && ModelFolders.Catalog([]) is { } catalog)
        {
            using var source = new HttpModelSource();
            using var bar = new DownloadBar(Console.Error, isTerminal: !Console.IsErrorRedirected);
            await new RecommendedPack(_models, source, folder.PackAttempt).TryOnceAsync(catalog, bar, cancellationToken);
        }
    }

    private async Task<bool> StorageAcceptsAsync(CancellationToken cancellationToken)
    {
        for (var port = settings.StoragePort; port <= settings.StoragePort + 2; port++)
        {
            if (!await Ports.AcceptsAsync(port, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://localhost:{settings.Port}/healthz"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private ProcessStartInfo AzuriteStart()
    {
        var start = new ProcessStartInfo("node") { WorkingDirectory = Checkout.Root };
        foreach (var argument in (string[])
            [
                "src/Embedded/Npm/azurite.cjs", "--location", folder.Azurite, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
                "--blobPort", $"{settings.StoragePort}", "--queuePort", $"{settings.StoragePort + 1}", "--tablePort", $"{settings.StoragePort + 2}",
            ])
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    private ProcessStartInfo AppStart(DemoAccount account)
    {
        var app = Checkout.Assembly("src/Functions", "Magpie.Functions");
        var start = new ProcessStartInfo(Checkout.Dotnet) { WorkingDirectory = Path.GetDirectoryName(app) };
        start.ArgumentList.Add(app);
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        start.Environment["ASPNETCORE_URLS"] = $"http://localhost:{settings.Port}";
        start.Environment["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development";
        start.Environment["AzureWebJobsStorage"] = settings.ConnectionString;
        start.Environment["MAGPIE_PORT"] = $"{settings.Port}";
        start.Environment["MAGPIE_DATA"] = settings.DataFolder;
        start.Environment[ModelFolders.Setting] = _models.Options.Folders;
        start.Environment["AzureWebJobs__IngestEvents__Disabled"] = "true";
        start.Environment["MAGPIE_DEMO_KEY"] = account.Key;
        start.Environment["MAGPIE_DEMO_SECRET"] = account.Secret;
        if (settings.FetchAllow is { } allowed)
        {
            start.Environment["MAGPIE_FETCH_ALLOW"] = allowed;
        }

        return start;
    }
}
