"""Values for legal aid in England and Wales in activities, bills, contacts and matters."""

from __future__ import annotations

from mockclio.catalog.vocabulary import Date, DateTime, Record, Resource


class LegalAidUkActivity(Record):
    """The values of an activity for legal aid in England and Wales."""

    default_fields = "id"

    activity_sub_category: str | None
    advocacy: int | None
    base_rate: float | None
    bolt_ons: str | None
    bolt_ons_summary: str | None
    court: int | None
    eligible_for_sqm: bool
    expert: int | None
    form_of_civil_legal_service: int | None
    id: int
    is_custom_rate: bool
    json_key: str | None
    region: int | None
    tax_exclusive: bool
    uplift: float | None
    user_type: int | None


class LegalAidUkBill(Record):
    """The values of a bill that a claim for legal aid in England and Wales needs."""

    default_fields = "id"

    additional_travel_payment: bool
    adjourned_hearing_fee: str | None
    advocacy_costs: float | None
    advice_time: int | None
    bill_type: int | None
    case_concluded: Date | None
    case_stage_level: int | None
    cla_exemption_code: str | None
    cla_reference: str | None
    cmrh_oral: int | None
    cmrh_telephone: int | None
    cost_of_counsel: str | None
    costs_are_those_of: int | None
    court_location: str | None
    date_of_claim: Date | None
    designated_accredited_representative: int | None
    detention_travel_and_waiting_costs: str | None
    disbursements_vat: float | None
    exceptional_case_funding_reference: str | None
    exemption_criteria_satisfied: int | None
    fee_code: str | None
    follow_on_work: int | None
    ho_interview: int | None
    ho_ucn: int | None
    id: int
    independent_medical_reports_claimed: str | None
    jr_form_filling: str | None
    maat_id: str | None
    meetings_attended: int | None
    mht_ref_no: str | None
    net_disbursements: float | None
    net_profit_costs: float | None
    niat_disbursement_prior_authority_number: str | None
    number_of_attendances: int | None
    outcome_for_the_client: int | None
    profit_costs_ex_vat: int | None
    prior_authority_reference: str | None
    representation_order_date: Date | None
    stage_reached: int | None
    substantive_hearing: int | None
    travel_and_waiting_costs: float | None
    travel_time: int | None
    value_of_costs: str | None
    waiting_time: int | None


class LegalAidUkContact(Record):
    """The values of a client that the legal aid authority asks for."""

    default_fields = "id"

    id: int
    disability: int | None
    disability_code: str | None
    ethnicity: int | None
    ethnicity_title: str | None
    financially_eligible: bool
    gender: int | None
    gender_title: str | None
    national_insurance_number: str | None


class LegalAidUkMatter(Resource):
    """The values of a matter that the legal aid authority asks for."""

    access_point: str | None
    laa_office_number: str | None
    ait_hearing_centre: int | None
    attended_several_hearings_acting_for_multiple_clients: bool
    bill_ho_ucn: str | None
    bill_number_of_attendances: int | None
    bill_outcome_for_the_client_code: int | None
    bill_stage_reached_code: int | None
    case_reference: str | None
    case_start_date: Date | None
    category: int | None
    category_as_string: str | None
    certificate_effective_date: Date | None
    certificate_expiration_date: Date | None
    certificate_number: str | None
    certificate_scope: str | None
    certification_type: int | None
    change_of_solicitor: bool
    client_equal_opportunity_monitoring: str | None
    client_type: int | None
    clr_start_date: Date | None
    clr_total_profit_costs: str | None
    cost_limit: str | None
    counsel: int | None
    court: int | None
    court_id: int | None
    court_id_code: str | None
    created_at: DateTime
    delivery_location: str | None
    dscc_number: str | None
    duty_solicitor: bool
    exceptional_case_funding_reference: str | None
    expense_limit: str | None
    fee_scheme: int | None
    first_conducting_solicitor: bool
    irc_surgery: str | None
    legacy_case: str | None
    legal_representation_number: str | None
    lh_total_disbursements: str | None
    lh_start_date: str | None
    lh_total_profit_costs: str | None
    linked_matter_id: int | None
    local_authority_number: str | None
    maat_id: str | None
    matter_type: int | None
    matter_type_code: str | None
    matter_type_1: int | None
    matter_type_1_code: str | None
    matter_type_1_title: str | None
    matter_type_2: int | None
    matter_type_2_code: str | None
    matter_type_2_title: str | None
    matter_types_combined: str | None
    number_of_clients_seen_at_surgery: int | None
    number_of_clients: int | None
    party: int | None
    police_station: str | None
    post_transfer_clients_represented: int | None
    postal_application_accepted: str | None
    prior_authority_reference: str | None
    prison_id: int | None
    prison_law_prior_approval_number: str | None
    procurement_area: str | None
    region: int | None
    related_claims_number: str | None
    representation_order_date: Date | None
    schedule_reference_number: str | None
    scheme_id: str | None
    session_type: int | None
    solicitor_type: int | None
    standard_fee_category: int | None
    surgery_clients_resulting_in_a_legal_help_matter_opened: int | None
    surgery_clients: int | None
    surgery_date: Date | None
    transfer_date: Date | None
    type_of_advice: int | None
    type_of_service: str | None
    ucn: str | None
    ufn: str | None
    undesignated_area_court: bool
    updated_at: DateTime
    user_type: int | None
    youth_court: bool
