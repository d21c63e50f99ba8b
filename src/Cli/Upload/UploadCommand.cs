using System.CommandLine;

namespace Magpie.Cli.Upload;

/// <summary><c>magpie upload PATH…</c>: files and folders into a Magpie, going on where an earlier run stopped.</summary>
internal static class UploadCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Description = "Files and folders; a folder with all that is below it.", Arity = ArgumentArity.OneOrMore };
        var tags = new Option<string?>("--tags") { Description = "Tags for every file, comma-separated.", HelpName = "TAGS" };
        var titleFrom = new Option<string?>("--title-from")
        {
            Description = "Gives titles: \"name\" is the file's name made readable, \"exif\" what the picture says of itself, else its name.",
            HelpName = "name|exif",
        };
        var concurrency = new Option<int?>("--concurrency")
        {
            Description = $"Requests that send bytes, at once, 1 to {UploadSettings.MaxConcurrency} ({UploadSettings.DefaultConcurrency}).",
            HelpName = "N",
        };
        var watch = new Option<bool>("--watch") { Description = "Goes on with files that are added later, until Ctrl-C." };
        var json = new Option<bool>("--json") { Description = "One JSON object a line, for scripts." };
        var server = new Option<string?>("--server")
        {
            Description = "The service's address (MAGPIE_SERVER; the one of `up` on this machine).",
            HelpName = "URL",
        };
        var key = new Option<string?>("--key") { Description = "The account's key (MAGPIE_KEY; the demo account of `up`).", HelpName = "KEY" };
        var secret = new Option<string?>("--secret")
        {
            Description = "The key's secret; other users may see it on this command line, so set MAGPIE_SECRET where they are.",
            HelpName = "SECRET",
        };
        var data = new Option<string?>("--data") { Description = "The data folder of `up`, for its demo account (MAGPIE_DATA; .data).", HelpName = "FOLDER" };
        var state = new Option<string?>("--state")
        {
            Description = "Where to remember what was sent (magpie in XDG_STATE_HOME or ~/.local/state).",
            HelpName = "FOLDER",
        };
        var giveUpAfter = new Option<double?>("--give-up-after")
        {
            Description = $"Minutes to wait for a network or service that is gone ({UploadSettings.DefaultGiveUpAfter.TotalMinutes:0}).",
            HelpName = "MINUTES",
        };
        var command = new Command(
            "upload", "Uploads photos and videos, skips what is there, and after Ctrl-C or a lost network goes on where it stopped.")
        {
            paths, tags, titleFrom, concurrency, watch, json, server, key, secret, data, state, giveUpAfter,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var flags = new UploadFlags(parsed.GetValue(paths) ?? [])
            {
                Server = parsed.GetValue(server),
                Tags = parsed.GetValue(tags),
                TitleFrom = parsed.GetValue(titleFrom),
                Concurrency = parsed.GetValue(concurrency),
                Watch = parsed.GetValue(watch),
                Json = parsed.GetValue(json),
                State = parsed.GetValue(state),
                GiveUpAfterMinutes = parsed.GetValue(giveUpAfter),
            };
            var settings = UploadSettings.Read(flags, Environment.GetEnvironmentVariable);
            var credential = UploadCredential.Find(
                parsed.GetValue(key), parsed.GetValue(secret), settings.Server, parsed.GetValue(data), Environment.GetEnvironmentVariable);
            return new UploadRun(settings, credential, TimeProvider.System).RunAsync(cancellationToken);
        });
        return command;
    }
}
