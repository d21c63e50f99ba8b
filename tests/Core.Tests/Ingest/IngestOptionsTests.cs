using System.ComponentModel.DataAnnotations;
using Magpie.Ingest;

namespace Magpie.Core.Tests.Ingest;

public sealed class IngestOptionsTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(100_000_000, true)]
    [InlineData(0x7FFF_FFC7, true)]
    [InlineData(0x7FFF_FFC8, false)]
    [InlineData(1L << 31, false)]
    public void A_photo_may_be_as_large_as_an_array(long bytes, bool valid)
    {
        var options = new IngestOptions { MaxImageBytes = bytes };

        Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true).ShouldBe(valid);
    }
}
