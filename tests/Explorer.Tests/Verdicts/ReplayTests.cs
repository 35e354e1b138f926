using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Verdicts;

public class ReplayTests
{
    private static readonly Replay _replay = new()
    {
        Assembly = "/home/ada/Läden.dll",
        Build = new Guid("5b7e5a1c-9a39-4f3c-8a8b-111213141516"),
        Type = "Shop+Tests",
        Method = "Two_sellers",
        Points = ["Shop.left", "[]"],
        Schedule = "t0*3 t1*2 t2*4 t1",
        Seed = ulong.MaxValue,
        Steps = 17,
        Guard = TimeSpan.FromSeconds(2.5),
        Kind = FailureKind.LostWakeup,
        Message = "w1 waits for \"ready\", and nobody will say it.",
    };

    [Fact]
    public void It_is_read_back_as_it_was_written()
    {
        var read = Replay.FromJson(_replay.ToJson());
        Assert.Equal(_replay.Points, read.Points);
        Assert.Equal(_replay.Loops, read.Loops);
        Assert.Equal(_replay, read with { Points = _replay.Points, Loops = _replay.Loops });
        Assert.Equal(_replay.Id, read.Id);
    }

    [Fact]
    public void Its_name_is_the_same_in_every_process_and_another_for_another_schedule()
    {
        Assert.Equal("08fcb269", _replay.Id);
        Assert.NotEqual(_replay.Id, (_replay with { Schedule = "t0*3 t1*2 t2*4 t2" }).Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\":2}")]
    public void What_is_no_replay_is_said_to_be_none(string text) => Assert.Throws<FormatException>(() => Replay.FromJson(text));

    [Fact]
    public void A_schedule_that_is_none_is_named() =>
        Assert.Contains("'x9'", Assert.Throws<FormatException>(() => Replay.FromJson(_replay.ToJson().Replace("t0*3", "x9")))
            .Message);

    [Fact]
    public void Every_kind_of_failure_has_a_text_of_its_own() =>
        Assert.All(Enum.GetValues<FailureKind>(), kind => Assert.Equal(kind, FailureKinds.Read(kind.Text())));
}
