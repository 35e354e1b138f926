using System.Reflection;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Uses;

/// <summary>No correct use of a collection is called wrong, each wrong one is, and for what it is.</summary>
public class CollectionUseTests
{
    /// <summary>Programs of which steps on different keys, or of different items, commute: name and behaviours.</summary>
    public static TheoryData<string, int> Counted => new()
    {
        { nameof(CorrectCollectionUses.Dictionary_with_a_key_for_each), 1 },
        { nameof(CorrectCollectionUses.Bag_gathers_results), 2 },
        { nameof(CorrectCollectionUses.Frozen_dictionary_is_read_by_all), 1 },
    };

    public static TheoryData<string, FailureKind> Wrong => new()
    {
        { nameof(WrongCollectionUses.Dictionary_looked_at_and_then_set), FailureKind.Exception },
        { nameof(WrongCollectionUses.Dictionary_read_and_then_written), FailureKind.Exception },
        { nameof(WrongCollectionUses.Dictionary_whose_factory_must_run_once), FailureKind.Exception },
        { nameof(WrongCollectionUses.Dictionary_whose_values_are_not_guarded), FailureKind.Race },
        { nameof(WrongCollectionUses.Dictionary_whose_walk_is_taken_for_a_moment), FailureKind.Exception },
        { nameof(WrongCollectionUses.Dictionary_copied_into_a_list), FailureKind.Exception },
        { nameof(WrongCollectionUses.Queue_counted_and_then_taken_from), FailureKind.Exception },
        { nameof(WrongCollectionUses.Stack_peeked_at_and_then_popped), FailureKind.Exception },
        { nameof(WrongCollectionUses.BlockingCollection_that_is_never_completed), FailureKind.LostWakeup },
        { nameof(WrongCollectionUses.BlockingCollection_counted_and_then_taken_from), FailureKind.LostWakeup },
        { nameof(WrongCollectionUses.BlockingCollection_completed_too_early), FailureKind.Misuse },
        { nameof(WrongCollectionUses.BlockingCollection_whose_writer_is_never_let_in), FailureKind.LostWakeup },
        { nameof(WrongCollectionUses.BlockingCollection_disposed_of_in_use), FailureKind.Misuse },
        { nameof(WrongCollectionUses.BlockingCollection_whose_item_is_changed_afterwards), FailureKind.Race },
        { nameof(WrongCollectionUses.BlockingCollections_in_a_circle), FailureKind.Deadlock },
        { nameof(WrongCollectionUses.Channel_that_is_never_completed), FailureKind.LostWakeup },
        { nameof(WrongCollectionUses.Channel_that_is_never_completed_read_by_a_thread), FailureKind.LostWakeup },
        { nameof(WrongCollectionUses.Channel_whose_writer_is_never_let_in), FailureKind.Deadlock },
        { nameof(WrongCollectionUses.Channel_whose_reader_leaves), FailureKind.LostWakeup },
        { nameof(WrongCollectionUses.Channel_whose_full_is_not_looked_at), FailureKind.Exception },
        { nameof(WrongCollectionUses.Channel_completed_too_early), FailureKind.Exception },
        { nameof(WrongCollectionUses.Channel_waited_for_and_then_read_by_two), FailureKind.Exception },
        { nameof(WrongCollectionUses.Channel_whose_write_is_not_awaited), FailureKind.Exception },
        { nameof(WrongCollectionUses.Channel_whose_item_is_changed_afterwards), FailureKind.Race },
        { nameof(WrongCollectionUses.Immutable_list_set_in_two_steps), FailureKind.Race },
        { nameof(WrongCollectionUses.Immutable_list_read_and_then_published), FailureKind.Exception },
    };

    public static TheoryData<string> Correct =>
        [.. NamesOf(typeof(CorrectCollectionUses)).Concat(NamesOf(typeof(CorrectChannelUses)))];

    [Theory]
    [MemberData(nameof(Correct))]
    public void A_correct_use_is_proved(string name)
    {
        var verdict = Explored(name);
        Assert.True(verdict.Failure is null, verdict.Describe());
        Assert.Empty(verdict.Races);
        Assert.True(verdict.Strength == Strength.Proved, verdict.Describe());
    }

    [Theory]
    [MemberData(nameof(Counted))]
    public void Steps_that_commute_are_taken_to(string name, int behaviours) =>
        Assert.Equal(behaviours, Explored(name).Behaviours);

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_use_fails_for_what_it_is(string name, FailureKind kind)
    {
        var verdict = Explored(name);
        Assert.True(verdict.Failure?.Kind == kind, verdict.Describe());
    }

    [Theory]
    [InlineData(nameof(WrongCollectionUses.BlockingCollection_that_is_never_completed),
        "waits for an item of items (line 96), and nobody is left to add one, or to end adding")]
    [InlineData(nameof(WrongCollectionUses.BlockingCollection_whose_writer_is_never_let_in),
        "waits for room in items (line 123), and nobody is left to take an item")]
    public void What_is_waited_for_is_named(string name, string told) =>
        Assert.Contains(told, Explored(name).Describe().ReplaceLineEndings(" "), StringComparison.Ordinal);

    [Fact]
    public void All_wrong_uses_are_looked_at() =>
        Assert.Equal(NamesOf(typeof(WrongCollectionUses)), Wrong.Select(row => (string)row[0]).Order());

    private static Verdict Explored(string name)
    {
        var type = ((Type[])[typeof(CorrectCollectionUses), typeof(CorrectChannelUses),
            typeof(WrongCollectionUses)]).First(type => NamesOf(type).Contains(name));
        return Explore.Test(type.GetMethod(name)!.CreateDelegate<Action>(), new ExploreOptions { Schedules = 20_000 });
    }

    private static IEnumerable<string> NamesOf(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(method =>
        method.Name).Order();
}
