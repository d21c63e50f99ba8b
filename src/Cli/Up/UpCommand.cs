using System.CommandLine;

namespace Magpie.Cli.Up;

/// <summary><c>magpie up</c>: Magpie on this machine, until Ctrl-C.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var port = new Option<string?>("--port") { Description = "The page's and the API's port (MAGPIE_PORT; 7071).", HelpName = "PORT" };
        var data = new Option<string?>("--data") { Description = "Storage, logs and the demo account (MAGPIE_DATA; .data).", HelpName = "FOLDER" };
        var storagePort = new Option<string?>("--storage-port")
        {
            Description = "The first of storage's three ports (MAGPIE_STORAGE_PORT; 10000).",
            HelpName = "PORT",
        };
        var models = new Option<string?>("--models") { Description = "Folders with model packs, separated by ':' (MAGPIE_MODELS; models).", HelpName = "FOLDERS" };
        var fetchAllow = new Option<string?>("--fetch-allow")
        {
            Description = "Private host:port pairs that image and callback URLs may name, comma-separated (MAGPIE_FETCH_ALLOW; none).",
            HelpName = "HOSTS",
        };
        var command = new Command("up", "Starts storage and Magpie on this machine; Ctrl-C stops both.") { port, data, storagePort, models, fetchAllow };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = UpSettings.Read(
                new UpFlags(
                    parsed.GetValue(port), parsed.GetValue(data), parsed.GetValue(storagePort), parsed.GetValue(models), parsed.GetValue(fetchAllow)),
                Environment.GetEnvironmentVariable);
            Ports.Check(settings);
            using var folder = DataFolder.Open(settings.DataFolder);
            return await new LocalMagpie(settings, folder, Console.Out).RunAsync(cancellationToken);
        });
        return command;
    }
}
