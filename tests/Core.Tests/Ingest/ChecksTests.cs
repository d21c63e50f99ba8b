using Magpie.Ingest;

namespace Magpie.Core.Tests.Ingest;

public sealed class ChecksTests
{
    [Theory]
    [InlineData(0, 10, "empty")]
    [InlineData(9, 10, "corrupt")]
    [InlineData(11, 10, "too-large")]
    [InlineData(101, 101, "too-large")]
    public void A_file_of_another_size_than_announced_is_refused(long arrived, long declared, string code) =>
        SizeCheck.Check(arrived, declared, limit: 100).ShouldNotBeNull().Code.ShouldBe(code);

    [Fact]
    public void A_file_as_announced_passes() => SizeCheck.Check(100, 100, 100).ShouldBeNull();

    [Fact]
    public void The_sentence_says_how_much_arrived_and_what_to_do() =>
        SizeCheck.Check(1234567, 2000000, 9999999).ShouldNotBeNull().Message
            .ShouldBe("Only 1,234,567 of 2,000,000 bytes arrived. Upload the file again.");

    // NIST FIPS 180-4 example: SHA-256 of "abc".
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public async Task The_checksum_is_the_same_from_memory_and_from_a_stream()
    {
        Checksum.Of("abc"u8).ShouldBe(Abc);
        (await Checksum.OfAsync(new MemoryStream("abc"u8.ToArray()), default)).ShouldBe(Abc);
    }

    [Fact]
    public void A_checksum_that_was_not_announced_or_is_equal_passes()
    {
        Checksum.Check(Abc, null).ShouldBeNull();
        Checksum.Check(Abc, Abc.ToUpperInvariant()).ShouldBeNull();
        Checksum.Check(Abc, new string('0', 64)).ShouldNotBeNull().Code.ShouldBe("checksum-mismatch");
    }
}
