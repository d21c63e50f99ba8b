using System.Diagnostics;
using Magpie.Cli.Tests.Running;
using Magpie.Tests.Support;
using Photos = Magpie.Core.Tests.Imaging.Pictures;

namespace Magpie.Cli.Tests.Upload;

public sealed class UploadTests(UploadService service) : IClassFixture<UploadService>, IDisposable
{
    /// <summary>36 MB: five blocks.</summary>
    private const int LargeWidth = 4000;
    private const int LargeHeight = 3000;
    private const int LargeBlocks = 5;

    /// <summary>A tag of EXIF.</summary>
    private const ushort ImageDescription = 0x010E;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _state = new();
    private readonly TemporaryFolder _photos = new();

    public void Dispose()
    {
        service.Storage.Holds = static _ => false;
        service.Storage.Answers = static _ => null;
        service.Api.Answers = static _ => null;
        _state.Dispose();
        _photos.Dispose();
    }

    [Fact]
    public async Task A_folder_ends_ready_and_a_second_run_sends_nothing()
    {
        for (var number = 0; number < 5; number++)
        {
            await WriteAsync($"nest_{number}.bmp", 1_000 + number);
        }

        await File.WriteAllTextAsync(_photos.File("notes.txt"), "not a photo");
        File.Copy(_photos.File("nest_0.bmp"), _photos.File("zz copy.bmp"));

        var first = await service.UploadAsync(_state, _photos.Path, "--tags", "Nest, spring", "--title-from", "name");
        first.ExitCode.ShouldBe(0, first.Output + first.Error);
        first.Output.ShouldContain("5 ready, 1 duplicate, 1 skipped");
        first.Output.ShouldContain(".txt is no accepted type");
        var puts = service.Storage.Count("PUT /devstoreaccount1/incoming/");

        var second = await service.UploadAsync(_state, _photos.Path, "--json");
        second.ExitCode.ShouldBe(0, second.Output + second.Error);
        var summary = UploadService.Events(second.Output, "summary").ShouldHaveSingleItem();
        (summary.GetProperty("present").GetInt32(), summary.GetProperty("ready").GetInt32()).ShouldBe((5, 0));
        service.Storage.Count("PUT /devstoreaccount1/incoming/").ShouldBe(puts);
        var id = UploadService.Events(second.Output, "file").First(file => file.GetProperty("path").GetString()!.EndsWith("nest_3.bmp", StringComparison.Ordinal))
            .GetProperty("id").GetString()!;
        var asset = await service.App.SettledAsync(id);
        asset.GetProperty("title").GetString().ShouldBe("nest 3");
        asset.GetProperty("userTags").EnumerateArray().Select(tag => tag.GetString()).ShouldBe(["nest", "spring"]);
    }

    [Fact]
    public async Task Titles_come_from_what_photos_say_of_themselves_and_else_from_their_names()
    {
        var photo = Photos.Jpeg(Photos.Scene(48, 32), 48, 32);
        await File.WriteAllBytesAsync(_photos.File("dsc_0001.jpg"), Photos.WithExif(photo, Photos.Tags((ImageDescription, "  Bald eagle at the nest "))));
        await File.WriteAllBytesAsync(_photos.File("dsc_0002.jpg"), Photos.WithExif(photo, Photos.Tags((ImageDescription, "OLYMPUS DIGITAL CAMERA"))));
        await WriteAsync("young_at-the-nest.bmp", 7_700);

        var outcome = await service.UploadAsync(_state, _photos.Path, "--title-from", "exif", "--json");

        outcome.ExitCode.ShouldBe(0, outcome.Output + outcome.Error);
        var titles = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var file in UploadService.Events(outcome.Output, "file"))
        {
            file.GetProperty("outcome").GetString().ShouldBe("ready");
            var asset = await service.App.SettledAsync(file.GetProperty("id").GetString()!);
            titles[Path.GetFileName(file.GetProperty("path").GetString()!)] = asset.GetProperty("title").GetString();
        }

        titles.ShouldBe(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["dsc_0001.jpg"] = "Bald eagle at the nest",
                ["dsc_0002.jpg"] = "dsc 0002",
                ["young_at-the-nest.bmp"] = "young at the nest",
            },
            ignoreOrder: true);
    }

    [Fact]
    public async Task What_another_computer_has_uploaded_is_not_sent_again()
    {
        await WriteAsync("a.bmp", 7_000);
        (await service.UploadAsync(_state, _photos.Path)).ExitCode.ShouldBe(0);
        var puts = service.Storage.Count("PUT /devstoreaccount1/incoming/");
        using var elsewhere = new TemporaryFolder();

        var outcome = await service.UploadAsync(elsewhere, _photos.Path);

        outcome.ExitCode.ShouldBe(0, outcome.Output + outcome.Error);
        outcome.Output.ShouldContain("1 present");
        service.Storage.Count("PUT /devstoreaccount1/incoming/").ShouldBe(puts);
    }

    [Fact]
    public async Task A_file_that_is_rejected_is_named_and_fails_the_command()
    {
        await WriteAsync("good.bmp", 2_000);
        await File.WriteAllBytesAsync(_photos.File("damaged.jpg"), [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]);

        var outcome = await service.UploadAsync(_state, _photos.Path);

        outcome.ExitCode.ShouldBe(1);
        outcome.Output.Split('\n').ShouldContain(line => line.Contains("damaged.jpg", StringComparison.Ordinal) && line.Contains("rejected", StringComparison.Ordinal) &&
            line.Contains("corrupt", StringComparison.Ordinal));
        outcome.Output.ShouldContain("1 ready, 1 rejected");
        (outcome.Output + outcome.Error).ShouldNotContain("sig=");
        (outcome.Output + outcome.Error).ShouldNotContain(MagpieApp.Secret);
    }

    [Theory]
    [InlineData("KILL", 137)]
    [InlineData("INT", 130)]
    public async Task A_large_file_goes_on_with_the_blocks_that_are_missing(string signal, int exitCode)
    {
        await WriteAsync("large.bmp", exitCode, LargeWidth, LargeHeight);
        var before = service.Storage.Count("comp=block&");
        var passed = 0;
        service.Storage.Holds = request => request.Contains("comp=block&", StringComparison.Ordinal) && Interlocked.Increment(ref passed) > 2;
        using (var first = service.Start(_state, _photos.Path, "--concurrency", "2"))
        {
            var (output, error) = (first.StandardOutput.ReadToEndAsync(), first.StandardError.ReadToEndAsync());
            await JournalHasAsync("\"block\"", 2);
            using var kill = Process.Start("kill", [$"-{signal}", $"{first.Id}"]);
            await first.WaitForExitAsync().WaitAsync(Limit);
            first.ExitCode.ShouldBe(exitCode, await output + await error);
            if (signal == "INT")
            {
                (await error).ShouldContain("the same command goes on where this one was");
            }
        }

        service.Storage.Count("comp=block&").ShouldBe(before + 2);
        service.Storage.Holds = static _ => false;

        var second = await service.UploadAsync(_state, _photos.Path);

        second.ExitCode.ShouldBe(0, second.Output + second.Error);
        second.Output.ShouldContain("1 ready");
        service.Storage.Count("comp=block&").ShouldBe(before + LargeBlocks);
    }

    [Fact]
    public async Task Storage_that_is_away_for_a_moment_and_an_address_that_has_ended_cost_nothing()
    {
        await WriteAsync("a.bmp", 3_000);
        await WriteAsync("b.bmp", 3_001);
        var refused = 0;
        service.Storage.Answers = request => request.StartsWith("PUT ", StringComparison.Ordinal) && request.Contains("/incoming/", StringComparison.Ordinal)
            ? Interlocked.Increment(ref refused) switch { 1 => 503, 2 => 403, _ => null }
            : null;
        var renewals = service.Api.Count("/renew");

        var outcome = await service.UploadAsync(_state, _photos.Path);

        outcome.ExitCode.ShouldBe(0, outcome.Output + outcome.Error);
        outcome.Output.ShouldContain("2 ready");
        service.Api.Count("/renew").ShouldBe(renewals + 1);
    }

    [Fact]
    public async Task A_file_that_storage_refuses_again_and_again_fails_alone()
    {
        await WriteAsync("a.bmp", 3_100);
        await WriteAsync("b.bmp", 3_101);
        string? refused = null;
        service.Storage.Answers = request => request.StartsWith("PUT ", StringComparison.Ordinal) && request.Contains("/incoming/", StringComparison.Ordinal)
            && request.Split('?')[0] is var blob && (Interlocked.CompareExchange(ref refused, blob, null) ?? blob) == blob
                ? 403
                : null;

        var outcome = await service.UploadAsync(_state, _photos.Path);

        outcome.ExitCode.ShouldBe(1, outcome.Output + outcome.Error);
        outcome.Output.ShouldContain("1 ready, 1 failed");
        outcome.Output.ShouldContain("refuses the addresses that the service signs");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_asset_that_failed_is_worked_on_again_and_replaced_only_where_its_bytes_are_gone(bool areBytesThere)
    {
        var picture = UploadService.Picture(areBytesThere ? 3_200 : 3_201);
        await File.WriteAllBytesAsync(_photos.File("a.bmp"), picture);
        service.Storage.Holds = request => request.StartsWith("PUT ", StringComparison.Ordinal) && request.Contains("/incoming/", StringComparison.Ordinal);
        using (var first = service.Start(_state, _photos.Path))
        {
            await JournalHasAsync("\"id\"", 1);
            first.Kill();
            await first.WaitForExitAsync().WaitAsync(Limit);
        }

        service.Storage.Holds = static _ => false;
        var reserved = await service.FailAsync(_state, areBytesThere ? picture : null);

        var second = await service.UploadAsync(_state, _photos.Path, "--json");

        second.ExitCode.ShouldBe(0, second.Output + second.Error);
        var file = UploadService.Events(second.Output, "file").ShouldHaveSingleItem();
        file.GetProperty("outcome").GetString().ShouldBe("ready");
        (file.GetProperty("id").GetString() == reserved).ShouldBe(areBytesThere);
    }

    [Fact]
    public async Task A_service_that_stays_away_is_given_up_with_a_sentence()
    {
        await WriteAsync("a.bmp", 4_000);
        service.Api.Answers = static _ => 503;

        var outcome = await service.UploadAsync(_state, _photos.Path, "--give-up-after", "0.02");

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldContain("answers 503 for 2 s; nothing is lost, the same command goes on where this one stopped.");
    }

    [Fact]
    public async Task A_wrong_secret_is_one_sentence()
    {
        await WriteAsync("a.bmp", 5_000);

        var outcome = await service.UploadAsync(_state, _photos.Path, "--key", "demo", "--secret", "not-the-secret-of-this-account");

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldContain("does not know this key, or its secret is another");
    }

    [Fact]
    public async Task A_hundred_files_need_one_request_for_places()
    {
        // Damaged ones: what the service does with them costs least, and this is about what it is asked.
        for (var number = 0; number < 250; number++)
        {
            await File.WriteAllBytesAsync(_photos.File($"{number:d4}.jpg"), [0xFF, 0xD8, 0xFF, 0xE0, .. BitConverter.GetBytes(number)]);
        }

        var (places, states) = (service.Api.Count("POST /api/uploads"), service.Api.Count("/api/assets/status"));

        var outcome = await service.UploadAsync(_state, _photos.Path, "--json", "--concurrency", "16");

        outcome.ExitCode.ShouldBe(1);
        var summary = UploadService.Events(outcome.Output, "summary").ShouldHaveSingleItem();
        summary.GetProperty("rejected").GetInt32().ShouldBe(250);
        UploadService.Events(outcome.Output, "file").Length.ShouldBe(250);
        (service.Api.Count("POST /api/uploads") - places).ShouldBeLessThanOrEqualTo(5);
        (service.Api.Count("/api/assets/status") - states).ShouldBeLessThanOrEqualTo(60);
    }

    [Fact]
    public async Task A_watched_folder_is_uploaded_as_it_fills()
    {
        await WriteAsync("first.bmp", 6_000);
        using var watching = service.Start(_state, _photos.Path, "--watch", "--json");
        var error = watching.StandardError.ReadToEndAsync();
        (await NextFileAsync(watching)).ShouldEndWith("first.bmp");

        Directory.CreateDirectory(_photos.File("later"));
        await WriteAsync(Path.Combine("later", "second.bmp"), 6_001);
        (await NextFileAsync(watching)).ShouldEndWith("second.bmp");

        using var stop = Process.Start("kill", ["-INT", $"{watching.Id}"]);
        var rest = await watching.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
        await watching.WaitForExitAsync().WaitAsync(Limit);
        watching.ExitCode.ShouldBe(0, await error);
        UploadService.Events(rest, "summary").ShouldHaveSingleItem().GetProperty("ready").GetInt32().ShouldBe(2);
    }

    private static async Task<string> NextFileAsync(Process watching)
    {
        while (await watching.StandardOutput.ReadLineAsync().WaitAsync(Limit) is { } line)
        {
            if (UploadService.Events(line, "file") is [var file])
            {
                return file.GetProperty("path").GetString()!;
            }
        }

        throw new InvalidOperationException("It ended.");
    }

    private Task WriteAsync(string name, int number, int width = 24, int height = 16) =>
        File.WriteAllBytesAsync(_photos.File(name), UploadService.Picture(number, width, height));

    /// <summary>Waits until the journal has so many lines with this in it.</summary>
    private async Task JournalHasAsync(string part, int count)
    {
        using var deadline = new CancellationTokenSource(Limit);
        while (true)
        {
            var lines = 0;
            foreach (var path in Directory.GetFiles(_state.Path))
            {
                // Not by File.ReadAllText: the journal is held, and the hold is advisory.
                var read = await Shell.RunAsync("cat", [path]);
                lines += read.Output.Split('\n').Count(line => line.Contains(part, StringComparison.Ordinal));
            }

            if (lines >= count)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), deadline.Token);
        }
    }
}
