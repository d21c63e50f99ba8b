using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Magpie.AzureFunctions.Tests.Hosting;

public sealed class HostSettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("magpie-host-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Values_come_from_host_json_and_settings_override_them()
    {
        var settings = Read(
            """{"extensions":{"http":{"routePrefix":"v1/"},"queues":{"batchSize":4,"visibilityTimeout":"00:00:30"}},"functionTimeout":"00:10:00"}""",
            ("AzureFunctionsJobHost:extensions:queues:batchSize", "8"));

        settings.RoutePrefix.ShouldBe("v1");
        settings.Queues.BatchSize.ShouldBe(8);
        settings.Queues.VisibilityTimeout.ShouldBe(TimeSpan.FromSeconds(30));
        settings.FunctionTimeout.ShouldBe(TimeSpan.FromMinutes(10));
        settings.Blobs.PoisonBlobThreshold.ShouldBe(5);
    }

    [Fact]
    public void Without_a_file_the_real_host_s_defaults_hold()
    {
        var settings = Read(null);

        settings.RoutePrefix.ShouldBe("api");
        settings.Queues.BatchSize.ShouldBe(16);
        settings.Queues.MaxDequeueCount.ShouldBe(5);
        settings.Queues.Base64.ShouldBeTrue();
        settings.Blobs.MaxDegreeOfParallelism.ShouldBe(8 * Environment.ProcessorCount);
        settings.FunctionTimeout.ShouldBe(TimeSpan.FromMinutes(30));
    }

    [Fact]
    public void Minus_one_is_no_function_timeout() =>
        Read("""{"functionTimeout":"-1"}""").FunctionTimeout.ShouldBe(Timeout.InfiniteTimeSpan);

    [Theory]
    [InlineData("""{"extensions":{"queues":{"batchSize":33}}}""", "extensions.queues.batchSize")]
    [InlineData("""{"extensions":{"blobs":{"poisonBlobThreshold":"many"}}}""", "extensions.blobs.poisonBlobThreshold")]
    [InlineData("""{"functionTimeout":"soon"}""", "functionTimeout")]
    public void A_value_that_makes_no_sense_is_named(string file, string name) =>
        Should.Throw<InvalidOperationException>(() => Read(file)).Message.ShouldContain(name);

    [Theory]
    [InlineData("Magpie.Functions", "magpie-functions")]
    [InlineData("An-Assembly-With-A-Name-Of-More-Than-32-Letters", "an-assembly-with-a-name-of-more")]
    [InlineData("…", "functions")]
    public void The_host_id_is_a_valid_name_in_storage(string assembly, string id) =>
        new HostSettings(new ConfigurationManager(), new HostFile(_folder), assembly).HostId.ShouldBe(id);

    private HostSettings Read(string? file, params (string Name, string Value)[] settings)
    {
        if (file is not null)
        {
            File.WriteAllText(Path.Combine(_folder, "host.json"), file);
        }

        using var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        return new HostSettings(configuration, new HostFile(_folder), "app");
    }
}
