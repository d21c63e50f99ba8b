using System.Net.Http.Headers;
using System.Text;
using Magpie.Cli.Up;

namespace Magpie.Cli.Upload;

/// <summary>Key and secret to call the service with; the secret is null for a publishable key.</summary>
internal sealed record UploadCredential(string Key, string? Secret)
{
    public AuthenticationHeaderValue Header => Secret is null
        ? new AuthenticationHeaderValue("Key", Key)
        : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Key}:{Secret}")));

    /// <summary>
    /// From the flags, else from MAGPIE_KEY and MAGPIE_SECRET, else, for a service on this machine, the demo account that <c>up</c> keeps in
    /// its data folder.
    /// </summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static UploadCredential Find(string? key, string? secret, Uri server, string? dataFolder, Func<string, string?> environment)
    {
        if (Text(key) is { } given)
        {
            return new UploadCredential(given, Text(secret) ?? Text(environment("MAGPIE_SECRET")));
        }

        if (Text(environment("MAGPIE_KEY")) is { } set)
        {
            return new UploadCredential(set, Text(secret) ?? Text(environment("MAGPIE_SECRET")));
        }

        if (server.IsLoopback)
        {
            var folder = UpSettings.Read(new UpFlags(Data: dataFolder), environment).DataFolder;
            if (DemoAccount.TryRead(folder, environment) is { } demo)
            {
                return new UploadCredential(demo.Key, demo.Secret);
            }

            throw new CommandException(
                "there is no key: start `./magpie up` first, name its data folder with --data, or give --key and --secret (MAGPIE_KEY, MAGPIE_SECRET).");
        }

        throw new CommandException($"there is no key for {server.Host}: give --key and --secret, or set MAGPIE_KEY and MAGPIE_SECRET.");
    }

    /// <summary>Without the secret.</summary>
    public override string ToString() => Key;

    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
