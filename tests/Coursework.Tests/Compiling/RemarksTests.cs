using Workbook.Coursework.Tests.Fixture;

namespace Workbook.Coursework.Tests.Compiling;

public class RemarksTests
{
    [Theory]
    [InlineData("lock (this) _value++;", "", "lock (this): whoever has the object can lock it too")]
    [InlineData("lock (typeof(Counter)) _value++;", "", "a lock on a type: all of the program can lock it too")]
    [InlineData("lock (Name) _value++;", "private const string Name = \"counter\";",
        "a lock on a string: equal strings may be one object")]
    [InlineData("lock (Gate) _value++;", "public readonly object Gate = new();",
        "Gate is public: whoever sees it can lock it too")]
    [InlineData("lock (_gate) _value++;", "private object _gate = new();",
        "_gate can be assigned, and then two threads hold two different locks")]
    public void A_lock_on_what_others_can_lock_or_change_is_worth_a_word(string add, string members, string told) =>
        Assert.StartsWith($"Counter.cs:11: {told}", Assert.Single(Remarks(add, members)), StringComparison.Ordinal);

    [Theory]
    [InlineData("lock (_lock) _told?.Invoke();", "_told")]
    [InlineData("lock (_lock) { _value++; _told(); }", "_told")]
    [InlineData("lock (_lock) { if (_value > 0) _told.Invoke(); }", "_told")]
    public void A_callback_inside_a_lock_is_worth_a_word(string add, string name) =>
        Assert.StartsWith($"Counter.cs:11: {name} is called while the lock is held",
            Assert.Single(Remarks(add, "private readonly Action _told = () => { };")), StringComparison.Ordinal);

    [Fact]
    public void A_Lock_that_is_locked_as_an_object_is_worth_a_word()
    {
        var remark = Assert.Single(Remarks("lock ((object)_gate) _value++;", "private readonly Lock _gate = new();"));

        Assert.StartsWith("Counter.cs:11: A value of type 'System.Threading.Lock' converted to a different type", remark,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CounterExercise.RightAdd)]
    [InlineData("lock (_lock) _value++; _told();")]
    [InlineData("lock (_gate) _value++;")]
    public void What_is_as_it_should_be_is_worth_none(string add) =>
        Assert.Empty(Remarks(add, "private readonly Action _told = () => { }; private readonly Lock _gate = new();"));

    private static IReadOnlyList<string> Remarks(string add, string members)
    {
        var compiled = CompilerTests.Compile(CounterExercise.Answer(add, members));
        Assert.Empty(compiled.Errors);
        return compiled.Remarks;
    }
}
