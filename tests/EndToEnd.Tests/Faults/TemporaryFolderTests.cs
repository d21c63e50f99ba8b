using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Magpie.Core.Tests.Imaging;
using Magpie.Tests.Support;
using Xunit.Abstractions;

namespace Magpie.EndToEnd.Tests.Faults;

/// <summary>
/// The disk that TEMP_DIR is on is full: a file system of 1 MB in a mount namespace of the app's own, which ends with it; where the machine
/// does not let us mount one, no file may grow beyond 1 MB, which the app meets at the same call.
/// </summary>
[Collection(Alone.Name)]
public sealed class TemporaryFolderTests(ITestOutputHelper output)
{
    private const int Files = 20;

    /// <summary>Bytes from which on a file of a form goes through TEMP_DIR.</summary>
    private const int Threshold = 1 << 17;

    private const string Mounted = "mount -t tmpfs -o size=1m magpie \"$TEMP_DIR\" && exec \"$0\" \"$@\"";
    private const string Limited = "trap '' XFSZ; ulimit -f 2048; exec \"$0\" \"$@\"";

    [Fact]
    public async Task Large_forms_are_put_off_and_everything_else_works()
    {
        if (!OperatingSystem.IsLinux())
        {
            output.WriteLine("Skipped: only Linux lets us make a small disk, or limit files, for one process.");
            return;
        }

        await using var cloudinary = await CloudinaryServer.StartAsync();
        await using var site = new Site(cloudinary);
        await site.Azurite.StartAsync();
        var app = site.Add(("Magpie__Multipart__MemoryThreshold", $"{Threshold}"), ("DOTNET_EnableWriteXorExecute", "0"), ("DOTNET_EnableDiagnostics", "0"));
        var mounts = await MayMountAsync(site.TemporaryFolder);
        if (mounts)
        {
            app.RunBy("unshare", "-m", "sh", "-c", Mounted);
        }
        else
        {
            app.RunBy("sh", "-c", Limited);
        }

        await app.StartAsync("/healthz");
        var flock = await Flock.ReserveAsync(app.Client, Files);

        var putting = flock.PutAsync(site.Camera, .., TimeSpan.FromSeconds(60));
        var large = Pictures.Jpeg(Pictures.Scene(300, 200), 300, 200);
        for (var i = 0; i < 3; i++)
        {
            using var refused = await SendAsync(app, [.. large, .. new byte[4 << 20]]);
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, await refused.Content.ReadAsStringAsync());
            refused.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
        }

        using var inMemory = await SendAsync(app, large);
        inMemory.StatusCode.ShouldBe(HttpStatusCode.OK, await inMemory.Content.ReadAsStringAsync());
        using var onDisk = await SendAsync(app, [.. large, .. new byte[2 * Threshold]]);
        onDisk.StatusCode.ShouldBe(HttpStatusCode.OK, await onDisk.Content.ReadAsStringAsync());
        await putting;
        Directory.EnumerateFileSystemEntries($"/proc/{app.ProcessId}/root{site.TemporaryFolder}").ShouldBeEmpty();
        var outcome = await Aftermath.CheckAsync(app.Client, site, flock.Ids, "TEMP_DIR full");

        output.WriteLine($"{outcome}; {(mounts ? "a file system of 1 MB" : "files of at most 1 MB")}");
        outcome.Ready.ShouldBe(Files);
    }

    private static async Task<bool> MayMountAsync(string folder)
    {
        try
        {
            using var attempt = Process.Start(new ProcessStartInfo("unshare", ["-m", "mount", "-t", "tmpfs", "-o", "size=1m", "magpie", folder])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            })!;
            await attempt.WaitForExitAsync();
            return attempt.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(MagpieApp app, byte[] file)
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using var form = new MultipartFormDataContent { { content, "file", "bird.jpg" }, { new StringContent("form"), "tags" } };
        return await app.Client.PostAsync(new Uri("/api/v1/upload", UriKind.Relative), form);
    }
}
